"""A desk at which values are typed: what day it is and which rows exist, without any ledger."""

from dataclasses import dataclass, field
from pathlib import Path

from registers.book import Book, load

LABEL = {"zh_CN": "栏目", "zh_HK": "欄目", "en": "Column"}


@dataclass(frozen=True)
class Desk:
    now: str = "2026-11-22 09:12"
    today: str = "2026-11-22"
    rows: dict[str, list[int]] = field(
        default_factory=lambda: {"3-1-502": [7], "twice": [1, 2], "钥匙柜": [2]}
    )

    def resolve(self, sheet: str, text: str) -> list[int]:
        return self.rows.get(text, [])

    def exists(self, sheet: str, row_id: int) -> bool:
        return any(row_id in ids for ids in self.rows.values())

    def offered(self, _sheet: str, text: str, /) -> list[int]:
        return [row for name, ids in self.rows.items() if text in name for row in ids]


DESK = Desk()
IMPORT = Desk(today="")


def book_of(folder: Path, **files: str) -> Book:
    """The book of a folder with these files; `codes__desks` stands for codes/desks.yaml."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return load(folder)


def seen(book: Book) -> list[tuple[str, int, str, str]]:
    """The faults in short: file, line, place, code."""
    return [(Path(fault.file).name, fault.line, fault.place, fault.code) for fault in book.faults]
