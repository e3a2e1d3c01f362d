"""The shipped registers: the agreed columns, in three languages, usable on an office monitor."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from registers.book import Book
from registers.fields.base import Field
from registers.labels import Label
from registers.model import Sheet

MONITOR = 1366
NAVIGATION = 76

# sheet, then key, type and the three labels of each of its columns
AGREED = Path(__file__).with_name("columns.tsv")


def agreed() -> dict[str, list[tuple[str, ...]]]:
    sheets: dict[str, list[tuple[str, ...]]] = {}
    for line in AGREED.read_text("utf-8").splitlines():
        if line.startswith("# "):
            sheets[line[2:]] = columns = []
        elif line:
            columns.append(tuple(line.split("\t")))
    return sheets


def shipped(sheet: Sheet) -> list[tuple[str, ...]]:
    return [(field.key, field.type_name, *field.label.texts) for field in sheet.fields]


@pytest.mark.parametrize("sheet", sorted(agreed()))
def test_the_columns_are_the_agreed_ones_in_their_order(book: Book, sheet: str) -> None:
    keys = {column[0] for column in agreed()[sheet]}
    assert [column for column in shipped(book.sheet(sheet)) if column[0] in keys] == agreed()[sheet]


# what the rules ask a clerk to see or to type and the agreed columns leave out: the state of a
# count, the tick on a charge, a key that stays in the house, the most that is issued at once
SHOWN_BESIDES = {
    ("supply_counts", "status"),
    ("ic_business", "rechecked"),
    ("ic_business", "plate_no"),
    ("renovation_money", "rechecked"),
    ("renovation_events", "event_no"),
    ("key_loans", "rechecked"),
    ("keys", "no_loan"),
    ("supply_items", "issue_limit"),
}


@pytest.mark.parametrize("sheet", sorted(agreed()))
def test_other_columns_only_help_the_rules_and_stay_out_of_sight(book: Book, sheet: str) -> None:
    keys = {column[0] for column in agreed()[sheet]}
    helpers = [field for field in book.sheet(sheet).fields if field.key not in keys]
    assert [
        field.key
        for field in helpers
        if (sheet, field.key) not in SHOWN_BESIDES
        and not (field.hidden and (field.readonly or not field.is_stored))
    ] == []


def test_the_six_registers_have_their_seventeen_sheets(book: Book) -> None:
    registers = ("visitors", "complaints", "keys", "renovations", "ic_cards", "supplies")
    assert {s.key for key in registers for s in book.register(key).sheets} == set(agreed())
    assert len(agreed()) == 17


def test_the_registers_stand_in_their_sections(book: Book) -> None:
    found = {
        section: [register.key for register in group]
        for section, group in groupby(
            sorted(book.registers, key=lambda r: (r.section, r.order)), lambda r: r.section
        )
    }
    assert found == {
        "archive": ["keys", "supplies", "report_log"],
        "gate": ["visitors"],
        "master": ["rooms", "people", "staff", "depts"],
        "reception": ["complaints", "renovations", "ic_cards"],
    }


def labels(book: Book) -> Iterator[tuple[str, Label]]:
    for register in book.registers:
        yield register.key, register.label
        for sheet in register.sheets:
            yield sheet.key, sheet.label
            for field in sheet.fields:
                place = f"{sheet.key}.{field.key}"
                yield place, field.label
                yield from ((f"{place}={choice.key}", choice.label) for choice in field.choices)
            for transition in sheet.transitions:
                yield f"{sheet.key}/{transition.key}", transition.label
            for rule in sheet.rules:
                yield f"{sheet.key}: {rule.check}", rule.message


SIMPLIFIED_ONLY = set(
    "访诉馆钥书业员记录开关过还对时间号码单项类处办资库购领发备注证车样级经门状态数电话"
)


def test_every_label_is_written_in_three_languages(book: Book) -> None:
    found = dict(labels(book))
    assert [
        place for place, label in found.items() if not all(t.strip() for t in label.texts)
    ] == []
    assert [place for place, label in found.items() if set(label.zh_HK) & SIMPLIFIED_ONLY] == []
    assert [
        place for place, label in found.items() if any("一" <= c <= "鿿" for c in label.en)
    ] == []


def typed_by_hand(sheet: Sheet) -> list[Field]:
    return [
        field
        for field in sheet.stored_fields
        if field.required is True and field.default is None and not field.readonly
    ]


def test_what_must_be_typed_can_be_seen(book: Book) -> None:
    hidden = [
        f"{sheet.key}.{field.key}"
        for sheet in book.sheets
        for field in typed_by_hand(sheet)
        if field not in sheet.visible_fields
    ]
    assert hidden == []


@pytest.mark.parametrize(
    ("sheet", "last"),
    [
        ("visitors", "status"),
        ("complaints", "overdue"),
        ("key_loans", "status"),
        ("keys", "sets_on_hand"),
        ("key_custody", "handled_by"),
        ("key_counts", "checked_by"),
        ("complaint_followups", "by"),
        ("renovations", "status"),
        ("renovation_events", "service_minutes"),
        ("renovation_inspections", "fixed_at"),
        ("renovation_money", "handled_by"),
        ("ic_cards", "status"),
        ("ic_stock", "balance_after"),
        ("ic_business", "service_minutes"),
        ("supply_moves", "status"),
        ("supply_items", "suggest_qty"),
        ("supply_counts", "status"),
    ],
)
def test_the_important_columns_fit_an_office_monitor(book: Book, sheet: str, last: str) -> None:
    shown = book.sheet(sheet).visible_fields
    upto = [field.key for field in shown].index(last) + 1
    assert sum(field.width or field.usual_width for field in shown[:upto]) <= MONITOR - NAVIGATION
    assert shown[0].key in book.sheet(sheet).view.pinned


def test_desks_carry_their_own_limits(book: Book) -> None:
    desks = {
        c.label.zh_CN: c.params["sla_minutes"] for c in book.sheet("visitors").field("desk").choices
    }
    assert desks == {"前台": 5, "东门": 10}


@pytest.mark.parametrize(
    ("kind", "number"), [("purchase", "RK-202611-007"), ("issue", "LY-202611-007")]
)
def test_what_comes_in_and_what_goes_out_is_numbered_apart(
    book: Book, kind: str, number: str
) -> None:
    series = book.sheet("supply_moves").number_series({"kind": kind})
    assert series is not None
    assert series.format("2026-11-22", 7) == number
