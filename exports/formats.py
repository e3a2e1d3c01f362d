"""A form in any of the kinds of file it may be had as."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from db.edits import Refusal
from db.office import Office
from exports import csv_form, pack_zip
from exports.full import FullCopy
from exports.names import named
from exports.occasion import Occasion
from exports.pdf import convert
from exports.printing import Printing
from exports.progress import Progress, nobody
from exports.rendering import period_of, printing_of
from registers.form_model import PaperForm
from registers.pack_model import Pack


@dataclass(frozen=True)
class Asked:
    """Which form, about what, in which language, for whom."""

    form: PaperForm
    period: str
    lang: str
    row: int | None = None
    empty: bool = False
    only: Mapping[str, str] = field(default_factory=dict)
    full: FullCopy | None = None

    @property
    def has_slips(self) -> bool:
        """Whether it may be had together with slips."""
        return isinstance(self.form, Pack) and bool(self.form.slips)

    def about(self, office: Office, lang: str) -> str:
        """The period as people write it, the row as it is called, or that it is empty."""
        if self.row is not None or not self.period:
            return named(office, self.form, self.period, self.row, lang)
        span = period_of(self.form, self.period)
        return Occasion("", span, lang, span.first).period


Writer = Callable[[Office, Asked, Path, Progress], None]


@dataclass(frozen=True)
class Format:
    """A kind of file: its ending, what browsers call it, and who writes it."""

    suffix: str
    media_type: str
    write: Writer


def make(office: Office, asked: Asked, kind: str, out: Path, progress: Progress = nobody) -> None:
    """Write the form to `out` as a file of this kind; refusals as in exports/rendering.py."""
    format_named(kind).write(office, asked, out, progress)


def format_named(kind: str) -> Format:
    """The kind of file of this name; Refusal `unknown_format` where there is none."""
    if kind not in FORMATS:
        raise Refusal("unknown_format", format=kind, possible=", ".join(FORMATS))
    return FORMATS[kind]


def _opened(office: Office, asked: Asked, progress: Progress) -> AbstractContextManager[Printing]:
    return printing_of(
        office,
        asked.form,
        asked.period,
        asked.lang,
        row=asked.row,
        empty=asked.empty,
        only=asked.only,
        full=asked.full,
        progress=progress,
    )


def _xlsx(office: Office, asked: Asked, out: Path, progress: Progress) -> None:
    with _opened(office, asked, progress) as printing:
        printing.write(asked.form, out)


def _csv(office: Office, asked: Asked, out: Path, progress: Progress) -> None:
    with _opened(office, asked, progress) as printing, out.open("wb") as file:
        csv_form.write(printing.table(asked.form), printing.occasion, file)


def _zip(office: Office, asked: Asked, out: Path, progress: Progress) -> None:
    with _opened(office, asked, progress) as printing:
        pack_zip.write(printing, asked.form, out)


def _pdf(office: Office, asked: Asked, out: Path, progress: Progress) -> None:
    with TemporaryDirectory(prefix="taizhang-", ignore_cleanup_errors=True) as folder:
        workbook = Path(folder) / "form.xlsx"
        _xlsx(office, asked, workbook, progress)
        convert(workbook, out)


FORMATS: Mapping[str, Format] = {
    "xlsx": Format(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx
    ),
    "pdf": Format("pdf", "application/pdf", _pdf),
    "csv": Format("csv", "text/csv; charset=utf-8", _csv),
    "zip": Format("zip", "application/zip", _zip),
}
