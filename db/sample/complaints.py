"""Complaints of a year: mostly answered within a day, a few late, some open today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from db.sample.days import Stretch, at, written
from db.sample.estate import WITH_OWNER, Home
from db.sample.office import Staff

_A_YEAR_PER_HOME = 0.15
_OPEN_TODAY = 8
_MAJOR_SHARE = 0.04
_LATE_SHARE = 0.12


@dataclass(frozen=True, slots=True)
class Matter:
    """What people complain about, who sees to it, and how it ends."""

    weight: int
    category: str
    dept: str
    said: str
    done: str


_MATTERS = (
    Matter(
        18,
        "repair",
        "物业管理工程部",
        "卫生间天花板渗水,已滴到洗手台",
        "检查楼上地漏并重做防水,试水两小时无渗漏",
    ),
    Matter(
        12, "repair", "水电维修部", "入户总闸经常跳闸,影响用电", "更换老化空气开关,测量负载正常"
    ),
    Matter(14, "noise", "物业管理部", "楼上深夜拖动家具,影响休息", "上门沟通,对方已加装脚垫并致歉"),
    Matter(
        12,
        "renovation",
        "物业管理部",
        "中午休息时间装修敲墙",
        "现场制止,施工单位承诺按规定时段施工",
    ),
    Matter(10, "cleaning", "家政管理部", "楼道堆放垃圾,有异味", "当日清运并增加巡查次数"),
    Matter(8, "security", "物业管理部", "消防通道被车辆占用", "联系车主移车,并加设提示牌"),
    Matter(5, "dogs", "社区文化部", "有人遛狗不牵绳,孩子受惊吓", "劝导养犬人牵绳,张贴文明养犬提示"),
    Matter(
        9, "facilities", "物业管理工程部", "电梯按键失灵,停靠不到位", "维保单位更换按键板,运行正常"
    ),
    Matter(5, "fees", "财务部", "对上季度滞纳金的计算有疑问", "核对账单并当面说明计算方法"),
    Matter(3, "attitude", "物业管理部", "门岗值班员讲话不礼貌", "对当班人员批评教育,并向业主致歉"),
    Matter(3, "neighbours", "社区文化部", "邻居在公共走廊堆放鞋柜", "协调双方,鞋柜已搬回室内"),
    Matter(1, "sale", "售楼部", "交楼资料中面积与合同不一致", "提供测绘报告并约见说明"),
)
_WEIGHTS = [matter.weight for matter in _MATTERS]


def complaints(
    homes: Sequence[Home], staff: Staff, span: Stretch, chance: Random
) -> list[dict[str, object]]:
    """All lines of the register, in the order they were received; the last ones are open."""
    owned = [home for home in homes if home.state in WITH_OWNER]
    wanted = round(len(homes) * _A_YEAR_PER_HOME * span.length / 365)
    settled = [
        at(span.first + timedelta(days=day), chance.randrange(480, 1200))
        for day in chance.choices(range(max(span.length - 4, 1)), k=max(wanted - _OPEN_TODAY, 0))
    ]
    fresh = [span.now - timedelta(minutes=chance.randrange(20, 4000)) for _ in range(_OPEN_TODAY)]
    return [
        *(_closed(chance.choice(owned), moment, staff, chance) for moment in sorted(settled)),
        *(_open(chance.choice(owned), moment, staff, span, chance) for moment in sorted(fresh)),
    ]


def _received(
    home: Home, matter: Matter, moment: datetime, staff: Staff, chance: Random
) -> dict[str, object]:
    severity = "major" if chance.random() < _MAJOR_SHARE else "ordinary"
    return {
        "received_at": written(moment),
        "channel": chance.choices(("phone", "visit", "web", "letter"), (62, 26, 10, 2))[0],
        "complainant": home.owner.id,
        "complainant_role": "owner",
        "room_id": home.id,
        "phone": home.owner.phone,
        "nature": "complaint" if chance.random() < 0.93 else "suggestion",
        "category": matter.category,
        "severity": severity,
        "description": matter.said,
        "request": "请尽快处理并回复" if chance.random() < 0.4 else None,
        "first_responder": staff["front_desk"],
        "due_at": written(moment + timedelta(hours=4 if severity == "major" else 24)),
        "manager_reported_at": written(moment + timedelta(minutes=10))
        if severity == "major"
        else None,
    }


def _dispatched(
    line: dict[str, object], matter: Matter, moment: datetime, staff: Staff
) -> dict[str, object]:
    repairs = matter.dept in ("物业管理工程部", "水电维修部")
    return {
        **line,
        "dept": staff.departments[matter.dept],
        "assignee": staff["engineering"] if repairs else staff["supervisor"],
        "dispatched_at": written(moment),
        "status": "dispatched",
    }


def _closed(home: Home, moment: datetime, staff: Staff, chance: Random) -> dict[str, object]:
    matter = chance.choices(_MATTERS, _WEIGHTS)[0]
    line = _received(home, matter, moment, staff, chance)
    if chance.random() < 0.03:
        return {**line, "valid": "invalid", "status": "invalid"}
    sent = moment + timedelta(minutes=chance.randrange(8, 60))
    hours = chance.uniform(26, 70) if chance.random() < _LATE_SHARE else chance.uniform(1, 22)
    handled = sent + timedelta(hours=hours)
    returned = handled + timedelta(minutes=chance.randrange(10, 90))
    called = returned + timedelta(minutes=chance.randrange(20, 300))
    line = _dispatched(line, matter, sent, staff)
    return {
        **line,
        "valid": "valid",
        "cause": "设备老化" if matter.category == "repair" else "沟通和巡查不够",
        "action_taken": matter.done,
        "handler": line["assignee"],
        "handled_at": written(handled),
        "returned_at": written(returned),
        "callback_at": written(called),
        "callback_by": staff["front_desk"],
        "callback_method": "phone",
        "satisfaction": chance.choices(
            ("satisfied", "fairly_satisfied", "dissatisfied"), (74, 22, 4)
        )[0],
        "corrective": "列入每月例行检查" if line["severity"] == "major" else None,
        "closed_at": written(called + timedelta(minutes=5)),
        "status": "closed",
    }


def _open(
    home: Home, moment: datetime, staff: Staff, span: Stretch, chance: Random
) -> dict[str, object]:
    """Some only written down, most with a department; those older than a day are late."""
    matter = chance.choices(_MATTERS, _WEIGHTS)[0]
    line = _received(home, matter, moment, staff, chance)
    sent = moment + timedelta(minutes=chance.randrange(5, 40))
    if not span.has(sent) or chance.random() < 0.3:
        return {**line, "status": "registered"}
    return _dispatched(line, matter, sent, staff)
