"""What a value may need from outside to be read."""

from typing import Protocol


class ParseContext(Protocol):
    """The ledger and the import supply it.

    `today` is empty where the year must not be guessed (an import): a date without a year and
    words like 今天 are refused then.
    """

    @property
    def now(self) -> str: ...

    @property
    def today(self) -> str: ...

    def resolve(self, sheet: str, text: str) -> list[int]:
        """The ids of the rows of `sheet` whose label or lookup fields equal `text`."""
        ...

    def exists(self, sheet: str, row_id: int) -> bool: ...

    def offered(self, sheet: str, text: str, /) -> list[int]:
        """The ids of the rows of `sheet` that the list under an editor offers for `text`."""
        ...
