"""Money, exact: typed in yuan with at most two decimals, stored as whole fen."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar

import pydantic

from registers.errors import BadValue
from registers.fields.base import Cell, Example, Field, ParseContext, Stored
from registers.old_paper import OldCell
from registers.typed import decimal, plain

_FREE = ("免费", "免費", "免收", "免", "全免")
_SIGNS = re.compile(
    r"^(-?)\s*(?:[¥￥]|RMB|CNY)\s*|\s*(?:元整?|圆整?|圓整?|块钱?|塊錢?)\s*$", re.IGNORECASE
)
# One word behind a number: 3千, 1.2万. Not 1千2, which may be 1200 or 1002.
_THOUSANDS = {"千": 3, "万": 4, "萬": 4}
_LARGEST = 10**13


def yuan(fen: Stored) -> Decimal:
    """The amount in yuan, always with two decimals."""
    return Decimal(round(float(fen or 0)) if isinstance(fen, float) else int(fen or 0)).scaleb(-2)


class Money(Field):
    """An amount in yuan with at most two decimals, at least `min`; stored in fen."""

    type_name: ClassVar[str] = "money"
    sql_type: ClassVar = "INTEGER"
    editor: ClassVar[str] = "money"
    filter_kind: ClassVar[str] = "number"
    align: ClassVar = "right"
    usual_width: ClassVar[int] = 100
    sample_options: ClassVar[dict[str, object]] = {"min": "-10.00"}
    examples: ClassVar[tuple[Example, ...]] = (
        Example("12.5", 1250, "12.50", "12.50"),
        Example("1,234.5", 123450, "1234.50", "1234.50"),
        Example("¥ 20", 2000, "20.00", "20.00"),
        Example("２０．０５元", 2005, "20.05", "20.05"),
        Example("￥1,234.5", 123450, "1234.50", "1234.50"),
        Example("1.2万元", 1200000, "12000.00", "12000.00"),
        Example("3千", 300000, "3000.00", "3000.00"),
        Example("-0.05", -5, "-0.05", "-0.05"),
        Example(9.5, 950, "9.50", "9.50"),
        Example(12.299999999999999, 1230, "12.30", "12.30"),
        Example(0, 0, "0.00", "0.00"),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("12.345", "money_decimals"),
        ("1.38E+10", "precision_lost"),
        ("12,34", "not_a_number"),
        ("二十", "not_a_number"),
        ("1千2", "not_a_number"),
        ("1.2万3千", "not_a_number"),
        ("万", "not_a_number"),
        ("-10.01", "too_small"),
        ("1000000000000", "too_large"),
        (False, "bad_value"),
    )

    min: Decimal | None = pydantic.Field(default=None, decimal_places=2)
    total: bool = True

    def read_old(self, value: object, cell: OldCell) -> Stored:
        """免费 is an amount as well."""
        return self.parse(0 if value in _FREE else value, cell)

    def read(self, value: object, ctx: ParseContext) -> Stored:
        text = _SIGNS.sub(r"\1", plain(value))
        power = _THOUSANDS.get(text[-1:], 0)
        fen = decimal(text[:-1] if power else text).scaleb(2 + power)
        if fen != int(fen):
            raise BadValue("money_decimals", seen=text)
        if abs(fen) > _LARGEST:
            raise BadValue("too_large", max=str(yuan(_LARGEST)))
        return int(fen)

    def limit(self, stored: Stored) -> None:
        if self.min is not None and yuan(stored) < self.min:
            raise BadValue("too_small", min=f"{self.min:.2f}")

    def to_json(self, stored: Stored, label: str | None = None) -> object:
        return None if stored is None else str(yuan(stored))

    def show(self, stored: Stored, lang: str, label: str | None = None) -> str:
        return "" if stored is None else str(yuan(stored))

    def preview(self, stored: Stored, lang: str) -> str:
        return "" if stored is None else f"¥{yuan(stored):,}"

    def filled_cell(self, stored: Stored, lang: str, label: str | None) -> Cell:
        return Cell("money", yuan(stored))

    @property
    def has_total(self) -> bool:
        return self.total

    @property
    def places(self) -> int | None:
        return 2
