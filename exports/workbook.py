"""Opens and closes the workbook a form is drawn into: same input, same bytes; nothing left over."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from xlsxwriter import Workbook

from exports.styles import normal_font


@contextmanager
def workbook(
    out: BinaryIO | Path, *, title: str, company: str, created: datetime
) -> Iterator[Workbook]:
    """A workbook that streams its rows through temporary files and is written to `out` at the end.

    Texts are never read as formulas, links or numbers. `created` stands in the file instead of
    the time of day, so that the same rows give the same bytes.
    """
    with TemporaryDirectory(prefix="taizhang-", ignore_cleanup_errors=True) as folder:
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        book = Workbook(str(out) if isinstance(out, Path) else out, {**options, **normal_font()})
        book.set_properties({"title": title, "company": company, "created": created})
        try:
            yield book
            book.close()
        finally:
            for sheet in book.worksheets():
                sheet._opt_close()  # the row files, when drawing failed half way
