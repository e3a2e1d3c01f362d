"""The sample office: believable, within the rules, and the same for the same numbers."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest

from db import sample
from db.office import Office, open_office
from db.sample.days import Stretch
from db.sample.names import person_name
from db.sample.papers import id_number, phone, plate
from registers.fields.idno import refuse_wrong_card
from registers.roles import ROLES

NOW = datetime(2026, 11, 20, 15, 40)

Office_ = tuple[Office, list[tuple[str, str, str]], list[tuple[int, int, str]]]


def built(folder: Path, seed: int = 1, now: datetime = NOW) -> Office_:
    office = open_office(folder, clock=lambda: now)
    told: list[tuple[int, int, str]] = []
    users = sample.build(
        office, households=40, months=1, seed=seed, progress=lambda *step: told.append(step)
    )
    return office, users, told


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office_]:
    office, users, told = built(tmp_path_factory.mktemp("sample"))
    yield office, users, told
    office.close()


@pytest.fixture
def office(made: Office_) -> Office:
    return made[0]


def count(office: Office, sheet: str, where: str = "1") -> int:
    found = office.ledger.select(f'SELECT count(*) AS n FROM "{sheet}" WHERE {where}')
    return int(str(found[0]["n"]))


def test_every_sheet_has_rows(office: Office) -> None:
    assert [sheet.key for sheet in office.book.sheets if not count(office, sheet.key)] == []
    assert count(office, "rooms") == 40
    assert 100 < count(office, "visitors") < 300


@pytest.mark.parametrize("sheet", ["visitors", "complaints", "key_loans"])
def test_a_few_rows_were_written_twice_and_made_void(year: Office, sheet: str) -> None:
    void = count(year, sheet, "voided_at IS NOT NULL AND void_reason IS NOT NULL")
    assert 0 < void <= 1 + count(year, sheet) // 50


def test_the_ledger_is_sound(office: Office) -> None:
    assert office.ledger.verify() == []


def test_its_users_can_sign_in(made: Office_) -> None:
    office, users, _ = made
    assert {role for _, _, role in users} == set(ROLES)
    name, password, role = users[0]
    assert office.users.verify(name, password, "127.0.0.1").role == role


def test_an_office_left_half_made_can_still_be_set_up(tmp_path: Path) -> None:
    office = open_office(tmp_path, clock=lambda: NOW)

    def stop(_done: int, _total: int, sheet: str) -> None:
        if sheet == "supply_moves":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sample.build(office, households=10, months=1, progress=stop)
    assert office.users.count() == 0
    office.close()


def test_the_progress_only_grows_and_ends(made: Office_) -> None:
    done = [step[0] for step in made[2]]
    assert done == sorted(done)
    last = made[2][-1]
    assert last[0] == last[1]


@pytest.mark.parametrize(
    ("sheet", "where"),
    [
        ("visitors", "status = 'inside'"),
        ("visitors", "status = 'waiting'"),
        ("complaints", "status IN ('registered', 'dispatched')"),
        ("complaints", "status <> 'closed' AND due_at < '2026-11-20 15:40'"),
        ("key_loans", "status = 'lent' AND due_at >= '2026-11-20 15:40'"),
        ("key_loans", "status = 'lent' AND due_at < '2026-11-20 15:40'"),
        ("ic_business", "status = 'accepted'"),
        ("supply_moves", "status = 'pending'"),
        ("supply_counts", "status = 'counted'"),
        ("ic_cards", "status = 'active'"),
    ],
)
def test_work_is_half_done_today(office: Office, sheet: str, where: str) -> None:
    assert count(office, sheet, where) > 0


def test_something_has_run_low(office: Office) -> None:
    low = [row for row in office.ledger.each("supply_items") if row["shortage"]]
    assert 0 < len(low) < count(office, "supply_items")
    assert all(int(str(row["on_hand"])) >= 0 for row in office.ledger.each("supply_items"))


@pytest.mark.parametrize(
    ("sheet", "field"),
    [
        ("visitors", "arrived_at"),
        ("visitors", "left_at"),
        ("complaints", "closed_at"),
        ("key_loans", "lent_at"),
        ("key_loans", "returned_at"),
        ("ic_business", "archived_at"),
        ("renovations", "accepted_at"),
        ("supply_moves", "move_date"),
        ("complaint_followups", "at"),
        ("key_custody", "at"),
        ("key_counts", "count_date"),
        ("renovation_events", "finished_at"),
        ("renovation_inspections", "at"),
        ("renovation_money", "at"),
        ("ic_stock", "move_date"),
        ("supply_counts", "count_date"),
    ],
)
def test_nothing_happens_in_the_future(office: Office, sheet: str, field: str) -> None:
    assert count(office, sheet, f"{field} > '2026-11-20 15:40'") == 0


def test_a_key_is_never_lent_twice_at_once(office: Office) -> None:
    twice = office.ledger.select(
        "SELECT a.id FROM key_loans a JOIN key_loans b ON a.key_id = b.key_id AND a.id < b.id"
        " WHERE b.lent_at < coalesce(a.returned_at, '9999')"
        " AND a.lent_at < coalesce(b.returned_at, '9999')"
        " AND a.voided_at IS NULL AND b.voided_at IS NULL"
    )
    assert twice == []


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Enough renovations and cards that some have come to an end."""
    office = open_office(tmp_path_factory.mktemp("year"), clock=lambda: NOW)
    sample.build(office, households=60, months=12)
    yield office
    office.close()


@pytest.mark.parametrize(
    ("sheet", "field"),
    [
        ("keys", "sets_on_hand"),
        ("keys", "sets_held"),
        ("ic_stock", "balance_after"),
        ("supply_items", "on_hand"),
        ("renovations", "refund_left"),
    ],
)
def test_nothing_is_less_than_nothing(year: Office, sheet: str, field: str) -> None:
    assert [row["id"] for row in year.ledger.each(sheet) if int(str(row[field])) < 0] == []


def test_what_was_paid_back_is_what_was_owed(year: Office) -> None:
    closed = [row for row in year.ledger.each("renovations") if row["status"] == "closed"]
    assert closed
    assert {row["refund_left"] for row in closed} == {0}
    paid = {str(row["kind"]) for row in year.ledger.each("renovation_money")}
    assert {"deposit", "refund", "pass_deposit", "pass_refund"} <= paid


def test_the_cards_of_the_desk_are_in_the_file(year: Office) -> None:
    made = {row["new_card_no"] for row in year.ledger.each("ic_business") if row["finished_at"]}
    assert made - {None} <= {row["card_no"] for row in year.ledger.each("ic_cards")}
    lines = [row for row in year.ledger.each("ic_stock") if row["kind"] == "made"]
    assert len(lines) == len(made - {None})


def test_the_evening_count_is_what_the_book_says(year: Office) -> None:
    counts = list(year.ledger.each("key_counts"))
    assert {row["difference"] for row in counts} <= {0, -1}
    assert min(int(str(row["book_on_hand"])) for row in counts) >= 0
    last = max(str(row["count_date"]) for row in counts)
    held = {row["key_class"]: row["book_on_hand"] for row in counts if row["count_date"] == last}
    lent_since = [row for row in year.ledger.each("key_loans") if str(row["lent_at"])[:10] > last]
    there = sum(int(str(row["sets_on_hand"])) for row in year.ledger.each("keys"))
    out = sum(1 for row in lent_since if row["status"] == "lent")
    assert sum(int(str(book)) for book in held.values()) == there + out


def test_the_year_is_sound(year: Office) -> None:
    assert year.ledger.verify() == []


def test_numbers_follow_the_order_of_arrival(office: Office) -> None:
    rows = office.ledger.select("SELECT doc_no, arrived_at FROM visitors ORDER BY id")
    assert [row["arrived_at"] for row in rows] == sorted(str(row["arrived_at"]) for row in rows)
    first = str(rows[0]["arrived_at"])[:10].replace("-", "")
    assert rows[0]["doc_no"] == f"LF-{first}-0001"


def content(office: Office) -> dict[str, list[dict[str, object]]]:
    return {
        sheet.key: [dict(row) for row in office.ledger.each(sheet.key)]
        for sheet in office.book.sheets
    }


@pytest.mark.parametrize(("seed", "is_same"), [(1, True), (2, False)])
def test_the_same_seed_makes_the_same_office(
    office: Office, tmp_path: Path, seed: int, is_same: bool
) -> None:
    again, _, _ = built(tmp_path, seed)
    assert (content(again) == content(office)) is is_same
    again.close()


@pytest.mark.parametrize("now", [datetime(2026, 3, 1, 0, 5), datetime(2024, 2, 29, 23, 55)])
def test_it_can_be_built_at_any_hour(tmp_path: Path, now: datetime) -> None:
    office, _, _ = built(tmp_path, now=now)
    assert count(office, "visitors", "status = 'inside'") > 0
    office.close()


def test_papers_pass_every_check_and_belong_to_nobody() -> None:
    chance = Random(7)
    for _ in range(200):
        number = id_number(chance)
        refuse_wrong_card(number)
        assert number[4:6] == "99"
        assert phone(chance).startswith("154")
        assert plate(chance)[2:4] == "00"
        assert 2 <= len(person_name(chance)) <= 3


@pytest.mark.parametrize(
    ("months", "first"),
    [(1, date(2026, 10, 20)), (12, date(2025, 11, 20)), (11, date(2025, 12, 20))],
)
def test_a_stretch_of_months_ends_now(months: int, first: date) -> None:
    span = Stretch.ending(NOW, months)
    assert (span.first, span.today) == (first, NOW.date())
