"""Where each printed page begins, decided row by row while the rows stream past.

Nothing but the heights of the page being filled is kept: a break is only a row number, so rows
already written can still be given to the next page.
"""

from dataclasses import dataclass, field

_COMPANY = 3  # rows that go with the closing lines when these need a page of their own


@dataclass
class Paginator:
    """Fills pages of height `room` with at most `rows_per_page` rows each.

    `first_row` is the sheet row of the first data row. `breaks` are the sheet rows that begin a
    new page, as Excel counts them.
    """

    room: float
    rows_per_page: int
    first_row: int
    breaks: list[int] = field(default_factory=list)
    _page: list[float] = field(default_factory=list)
    _next: int = 0

    def __post_init__(self) -> None:
        self._next = self.first_row

    @property
    def pages(self) -> int:
        return len(self.breaks) + 1

    def begins_page(self, height: float) -> bool:
        """Whether a row of this height would be the first of a further page."""
        full = len(self._page) >= self.rows_per_page
        return bool(self._page) and (full or sum(self._page) + height > self.room)

    def add(self, height: float, company: float = 0.0) -> None:
        """Place one more row, on a page that holds so much more below it."""
        if self.begins_page(height + company):
            self.breaks.append(self._next)
            self._page.clear()
        self._page.append(height)
        self._next += 1

    def flow(self, height: float) -> None:
        """Place a line after the rows: it counts by its height only."""
        if self._page and sum(self._page) + height > self.room:
            self.breaks.append(self._next)
            self._page.clear()
        self._page.append(height)
        self._next += 1

    def needed(self, ending: float) -> float:
        """How high the last page would be with the closing lines on it."""
        return sum(self._page) + ending

    def finish(self, ending: float) -> None:
        """Make room on the last page for the closing lines of height `ending`.

        They are never left alone: up to three rows move over with them, of which the first is
        taken only from a page that keeps another.
        """
        if sum(self._page) + ending <= self.room or len(self._page) < 2:
            return
        moved = 1
        while (
            moved < min(_COMPANY, len(self._page) - 1)
            and sum(self._page[-moved - 1 :]) + ending <= self.room
        ):
            moved += 1
        self.breaks.append(self._next - moved)
        self._page = self._page[-moved:]
