"""How SQLite goes about the shipped registers: nothing that grows is read from end to end."""

import re

from db.ledger import Ledger
from db.recognising import last_of
from db.shape import Shape

SMALL = {"supply_items"}
"""A few hundred things, which a list may look through one by one."""

CLOCK = {"now": "2026-11-22 09:12", "today": "2026-11-22", "actor": None, "ids": "[1]"}


def scanned(ledger: Ledger, query: str) -> list[str]:
    """The tables a query reads through, as it calls them."""
    steps = ledger.select(f"EXPLAIN QUERY PLAN {query}", CLOCK)
    return [
        name for step in steps for name in re.findall(r"^SCAN (?!pick\b)(\w+)", str(step["detail"]))
    ]


def test_no_list_of_the_day_reads_through_a_register_that_grows(ledger: Ledger) -> None:
    for each in ledger.book.today:
        where = ledger.book.expression(each.sheet, each.where).sql("t")
        found = scanned(ledger, f'SELECT t.id FROM "{each.sheet}" AS t WHERE {where}')
        allowed = ["t"] if each.sheet in SMALL else []
        assert set(found) <= set(allowed), (each.key, found)


def test_no_column_of_a_page_reads_through_another_sheet(ledger: Ledger) -> None:
    for sheet in ledger.book.sheets:
        found = scanned(ledger, Shape(ledger.book, sheet).by_ids)
        assert found == [], (sheet.key, found)


def test_the_clock_finds_its_rows_by_their_state(ledger: Ledger) -> None:
    for sheet in ledger.book.sheets:
        for transition in sheet.transitions:
            if transition.by_clock is None or sheet.state_field is None:
                continue
            when = ledger.book.expression(sheet.key, transition.by_clock).sql("t")
            states = ", ".join(f"'{key}'" for key in transition.from_)
            state = sheet.state_field.key
            query = f'SELECT id FROM "{sheet.key}" AS t WHERE "{state}" IN ({states}) AND ({when})'
            assert scanned(ledger, query) == [], (sheet.key, transition.key)


def test_who_comes_again_is_found_at_the_end_of_an_index(ledger: Ledger) -> None:
    for sheet in ledger.book.sheets:
        for key in sheet.recognise.by if sheet.recognise else ():
            query = last_of(Shape(ledger.book, sheet), key).replace("?", "'1'")
            steps = ledger.select(f"EXPLAIN QUERY PLAN {query}")
            (step,) = (str(each["detail"]) for each in steps)  # no sorting beside the search
            assert step.startswith("SEARCH t USING INDEX"), (sheet.key, key, step)
