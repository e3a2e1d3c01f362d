"""A running stock: what a sheet's lines leave over, piece by piece and fen by fen."""

from __future__ import annotations

from registers.parts import OneOrMany, SchemaPart


class Balance(SchemaPart):
    """Columns the ledger keeps over the lines of each stock, in their order.

    `per` names the stock, `order` the day of a line (then its id). A line that `counts` moves
    `sign` times `qty`, and what is left then stands in `qty_after`. With money, `amount` is what
    the line is worth and `value_after` what is left is worth, at the moving average.
    """

    per: OneOrMany
    order: str
    counts: str = "1"
    sign: str = "1"
    qty: str
    qty_after: str
    price: str | None = None
    amount: str | None = None
    value_after: str | None = None

    @property
    def kept(self) -> tuple[str, ...]:
        """The fields the ledger writes by itself."""
        return tuple(
            key for key in (self.qty_after, self.amount, self.value_after) if key is not None
        )

    @property
    def given(self) -> tuple[str, ...]:
        """The fields of a line that it is worked out from."""
        return (*self.per, self.order, self.qty, *([self.price] if self.price else []))

    @property
    def money(self) -> tuple[str | None, ...]:
        """All of these are named, or none."""
        return (self.price, self.amount, self.value_after)
