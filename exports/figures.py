"""The figures a form says about its rows, counted while the rows go by, so that they agree."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from locales import sentence
from registers.fields.base import Cell, Field, Stored
from registers.form_model import Column, Figure, Form, Totals
from registers.model import Sheet
from registers.report_fields import plain_field

Row = Mapping[str, Stored]


@dataclass
class Tally:
    """One figure; rows carry what its expressions gave under `<name>_sum` and `<name>_where`."""

    figure: Figure
    name: str
    summed: Field  # shows the figure: the field that is summed, or one of the figure's result
    grouped: Field | None
    total: int | float = 0
    groups: Counter[tuple[Stored, Stored]] = field(default_factory=Counter)

    @classmethod
    def of(cls, figure: Figure, name: str, sheet: Sheet) -> "Tally":
        fields = sheet.by_key
        summed = fields.get(figure.sum or "") or plain_field(figure.result)
        return cls(figure, name, summed, fields.get(figure.by or ""))

    @property
    def expressions(self) -> Iterator[tuple[str, str]]:
        """The SQL that rows must be read with, by the name they carry it under."""
        if self.figure.sum is not None:
            yield f"{self.name}_sum", self.figure.sum
        if self.figure.where is not None:
            yield f"{self.name}_where", self.figure.where

    def add(self, row: Row) -> None:
        """Count a row that is void, or not, as the figure wants it."""
        if self.figure.where is not None and not row[f"{self.name}_where"]:
            return
        amount = 1 if self.figure.sum is None else row[f"{self.name}_sum"]
        if not isinstance(amount, int | float):
            return
        self.total += amount
        if self.grouped is not None:
            key = self.grouped.key
            self.groups[row[key], row.get(f"{key}__label")] += amount  # type: ignore[assignment]

    def cell(self) -> Cell:
        """The figure as a typed value: money in yuan."""
        return self._cell(self.total)

    def text(self, lang: str) -> str:
        """`人次合计:128`, or the figure of each group, the largest first."""
        value = self._shown(self.total) if self.grouped is None else self._by_group(lang)
        return sentence(lang, "paper.figure", label=self.figure.label, value=value)

    def _by_group(self, lang: str) -> str:
        assert self.grouped is not None
        shown = [
            (self.grouped.show(value, lang, None if label is None else str(label)) or "-", amount)
            for (value, label), amount in self.groups.items()
        ]
        shown.sort(key=lambda pair: (-pair[1], pair[0]))
        return "  ".join(f"{name} {self._shown(amount)}" for name, amount in shown) or "0"

    def _shown(self, amount: float) -> str:
        return f"{self._cell(amount).value:,}"

    def _cell(self, amount: float) -> Cell:
        return self.summed.cell(amount, "")


class Counting:
    """All the figures of a form: the sums of its columns, and those of its totals blocks."""

    def __init__(self, form: Form, sheet: Sheet) -> None:
        self.rows = 0
        self._columns = form.table.columns
        self.sums = {
            place: Tally.of(_column_figure(column), f"column_{place}", sheet)
            for place, column in enumerate(form.table.columns)
            if column.total
        }
        self._lines = {
            at: [
                Tally.of(figure, f"figure_{at}_{place}", sheet)
                for place, figure in enumerate(block.figures)
            ]
            for at, block in enumerate(form.blocks)
            if isinstance(block, Totals)
        }

    @cached_property
    def _tallies(self) -> tuple[Tally, ...]:
        return tuple(self)

    def __iter__(self) -> Iterator[Tally]:
        yield from self.sums.values()
        for tallies in self._lines.values():
            yield from tallies

    def add(self, row: Row) -> None:
        self.rows += 1
        is_void = row["voided_at"] is not None
        for tally in self._tallies:
            if tally.figure.void is is_void:
                tally.add(row)

    def figure(self, name: str) -> Stored:
        """The total of the column that a pack calls so."""
        places = (place for place, one in enumerate(self._columns) if one.name == name)
        return next(self.sums[place].total for place in places if place in self.sums)

    def texts(self, at: int, lang: str) -> list[str]:
        """The figures of the block at this place of the form; none for other blocks."""
        return [tally.text(lang) for tally in self._lines.get(at, ())]


def _column_figure(column: Column) -> Figure:
    return Figure(label=column.label, sum=column.value[0], where=column.where)
