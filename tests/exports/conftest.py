"""An office in the last hours of a November, with something in all six registers."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from db.office import Office, open_office
from tests.exports.month import november

CLOSING_TIME = datetime(2026, 11, 30, 18, 0)


@pytest.fixture(scope="session")
def november_office(small_office, tmp_path_factory) -> Iterator[Office]:
    workspace = small_office.copy(tmp_path_factory.mktemp("november"))
    office = open_office(workspace, clock=lambda: CLOSING_TIME)
    november(office.ledger, small_office.actors["supervisor"])
    yield office
    office.close()


@pytest.fixture(scope="session")
def sheets(book):
    return {sheet.key: sheet for sheet in book.sheets}
