"""A form keeps none of its rows, however many there are."""

import io
import weakref
from collections.abc import Iterator

from db.period import Span
from exports.ledger_form import draw
from exports.occasion import Occasion
from exports.sources import Sources
from exports.workbook import workbook
from tests.exports.test_fast_rows import CREATED
from tests.exports.test_read_back import PRINTED


class Row(dict):
    """A row that can be watched."""

    __hash__ = object.__hash__


def test_rows_are_drawn_one_by_one_and_let_go(november_office) -> None:
    book = november_office.book
    form = book.form("visitor_ledger")
    sources = Sources(book, book.sheet(form.sheet))
    span = Span.parse("2026-11")
    with november_office.ledger.moment() as moment:
        sample = next(moment.paper(form.sheet, sources.reading(form), span))
    alive: weakref.WeakSet[Row] = weakref.WeakSet()
    most = 0

    def watched() -> Iterator[Row]:
        nonlocal most
        for number in range(3000):
            row = Row(sample, id=number, remark=f"第{number}笔")
            alive.add(row)
            most = max(most, len(alive))
            yield row

    occasion = Occasion("样例花园", span, "zh_CN", PRINTED)
    with workbook(io.BytesIO(), title="", company="", created=CREATED) as paper:
        draw(paper, form, sources, occasion, watched())
    assert most <= 3
