"""Draws a ledger form: the rows of a period under their columns, then figures and signatures."""

from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path
from typing import BinaryIO

from exports.cells import Heights, columns_of, paper_of
from exports.drawing import Drawing
from exports.figures import Counting, Row
from exports.layout import Layout
from exports.occasion import Occasion
from exports.sources import Sources
from exports.styles import Styles
from exports.workbook import workbook
from registers.form_model import Form


def draw(
    form: Form, sources: Sources, occasion: Occasion, rows: Iterable[Row], out: BinaryIO | Path
) -> None:
    """Write the form's workbook to `out`; `rows` are read once, in their order, and not kept."""
    layout = Layout(form, occasion)
    created = datetime.combine(occasion.span.first, time())
    title = form.title.text(occasion.lang)
    with workbook(out, title=title, company=occasion.estate, created=created) as book:
        drawing = Drawing(book, Styles(book, form.page.font_size), layout.frame())
        counting = Counting(form, sources.sheet)
        paper = paper_of(form.page, occasion, drawing.styles, drawing.frame.geometry.body)
        columns = columns_of(form.table.columns, sources.field, paper)
        heights = Heights.of(form.page.row_height, form.page.font_size)
        for row in rows:
            counting.add(row)
            void = row["voided_at"] is not None
            cells = [column.finished(row, void=void) for column in columns]
            height = heights.of_lines(max([cell.lines for cell in cells]))
            drawing.add(height, [cell.xml for cell in cells])
        drawing.close(list(layout.closing(counting)))
