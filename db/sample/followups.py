"""What was done about each complaint day by day: sent on, chased in the evening, asked again."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from db.sample.days import Stretch, at, read, written
from db.sample.office import Staff

_EVENING = 17 * 60
_MORNING = 9 * 60
_CHASED_SHARE = 0.9
_REASONS = ("等待配件", "业主不在家", "维保单位已约次日上门", "需协调楼上住户")

Line = dict[str, object]


def followups(
    complaints: Sequence[tuple[int, Line]], staff: Staff, span: Stretch, chance: Random
) -> list[Line]:
    """All follow-ups in the order they were written; today some are still to be made."""
    lines = [
        line for number, row in complaints for line in _of_one(number, row, staff, span, chance)
    ]
    return sorted(lines, key=lambda line: str(line["at"]))


def _of_one(number: int, row: Line, staff: Staff, span: Stretch, chance: Random) -> Iterator[Line]:
    def line(kind: str, moment: datetime, content: str, **more: object) -> Line:
        return {
            "complaint_id": number,
            "at": written(moment),
            "kind": kind,
            "content": content,
            "by": staff["front_desk"],
            **more,
        }

    if row["severity"] == "major":
        reported = read(row["manager_reported_at"])
        yield line("report", min(reported, span.now), "已上报经理")
    sent = row.get("dispatched_at")
    if sent is None:
        return
    if read(sent).date() < span.today:
        yield line("dispatch", read(sent), "已派单")
    done = read(row["handled_at"]) if row.get("handled_at") else span.now
    for moment, kind, content in _reminders(read(sent), done):
        if chance.random() < _CHASED_SHARE:
            reason = chance.choice(_REASONS) if kind == "next_day" else None
            answered = kind == "next_day" and chance.random() < 0.6
            yield line(kind, moment, content, unfinished_reason=reason, answered_owner=answered)
    if row.get("returned_at"):
        yield line("return", read(row["returned_at"]), "处理单已交还")
        yield line("call_back", read(row["callback_at"]), "已回访", answered_owner=True)


def _reminders(sent: datetime, done: datetime) -> Iterator[tuple[datetime, str, str]]:
    """At 17:00 of the day and at 09:00 of the following ones, until it is done."""
    evening = at(sent.date(), _EVENING)
    if sent < evening < done:
        yield evening, "chase", "已电话催办责任部门"
    morning = at(sent.date() + timedelta(days=1), _MORNING)
    while morning < done:
        yield morning, "next_day", "查问未完成原因并回复业主"
        morning += timedelta(days=1)
