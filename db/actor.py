"""Who makes an edit."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Actor:
    """A clerk, or the program itself, as the audit names them."""

    user: str
    staff_id: int | None
    role: str
    name: str
    lang: str = "zh_CN"

    @classmethod
    def clock(cls) -> Self:
        """The program acting by itself at a set time (night closing)."""
        return cls(user="clock", staff_id=None, role="admin", name="clock")

    @classmethod
    def setup(cls) -> Self:
        """The program filling a ledger: first administrator, sample office, old paper.

        The only actor that may give values of read-only fields (state, clerk) on insert.
        """
        return cls(user="setup", staff_id=None, role="admin", name="setup")

    @property
    def may_everything(self) -> bool:
        return self.role in ("admin", "manager")

    @property
    def may_backfill(self) -> bool:
        return self.user == "setup"
