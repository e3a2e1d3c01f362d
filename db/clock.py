"""What happens by itself when its time has come: transitions that no post presses."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from db.acting import act
from db.actor import Actor
from db.consequences import follow
from db.edits import Act, Refusal
from db.prepared import Prepared
from db.request import Desk, Request
from db.shape import ROW
from db.transaction import Transaction
from registers.model import Transition

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ClockRun:
    """One look at the clock. Called on the writer's thread; returns how many rows it moved."""

    prepared: Prepared
    written_at: datetime
    as_of: datetime

    def __call__(self, transaction: Transaction) -> int:
        return sum(
            self._moved(transaction, desk, transition, row)
            for desk in self.prepared.desks.values()
            for transition in desk.sheet.transitions
            if transition.by_clock is not None
            for row in self._due(transaction, desk, transition)
        )

    def _due(self, transaction: Transaction, desk: Desk, transition: Transition) -> Iterator[int]:
        """The rows whose time has come, found by the states they may leave."""
        state = desk.sheet.state_field
        if state is None:
            return
        when = desk.shape.book.expression(desk.key, transition.by_clock or "0").sql(ROW)
        names = {f"from{place}": key for place, key in enumerate(transition.from_)}
        found = transaction.connection.execute(
            f"SELECT {ROW}.id FROM {desk.shape.table} AS {ROW}"
            f" WHERE {desk.shape.column(state)} IN ({', '.join(f':{name}' for name in names)})"
            f" AND {ROW}.voided_at IS NULL AND ({when})",
            {**self._request(transaction).bound, **names},
        )
        yield from [row[0] for row in found.fetchall()]

    def _moved(
        self, transaction: Transaction, desk: Desk, transition: Transition, row: int
    ) -> bool:
        """Whether the row was moved; one that may not move stays, and is asked again next time."""
        edit = Act(0, desk.key, row, transition.key)
        try:
            with transaction.savepoint():
                act(self._request(transaction), desk, edit, follow=follow, asked=False)
        except Refusal as refusal:
            log.info("the clock left %s %d as it is: %s", desk.key, row, refusal)
            return False
        return True

    def _request(self, transaction: Transaction) -> Request:
        """A batch of its own for every row."""
        return self.prepared.request(
            transaction, Actor.clock(), "", written_at=self.written_at, as_of=self.as_of
        )
