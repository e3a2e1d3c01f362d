"""What a clerk is offered to pick from: rows found by name, and through those they belong to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import orjson

from db.actor import Actor
from db.audit import Stored
from db.connections import Readers
from db.names import quoted
from db.prepared import Prepared
from db.shape import ROW, Shape
from registers.choices import initials
from registers.fields import Field
from registers.fields.base import grouped
from registers.new_rows import Beside

MOST = 20
_MOST_BESIDE = 6
_BETWEEN = " · "

Offer = dict[str, object]
Find = Callable[[str, str, int], list[Offer]]
"""The rows of a sheet by their own names: `id`, `label`, `hint`, the best first."""


@dataclass(frozen=True)
class Offers:
    """One question of one clerk; every query asks an index for a handful of rows."""

    prepared: Prepared
    readers: Readers
    find: Find
    about: Callable[[Shape, str], list[int]]
    """The newest rows that hold the text anywhere: what a complaint is about."""
    actor: Actor
    now: str

    def of(self, sheet: str, text: str, near: Mapping[str, int]) -> list[Offer]:
        """Rows for the text; first those that belong to rows of other sheets the line names.

        `near` holds a row id for each sheet the line refers to: whoever lives in the room comes
        first.
        """
        shape = self.prepared.shape(sheet)
        close = self._labelled(shape, self._near(shape, near)) if near else {}
        first = {key: each for key, each in close.items() if _answers(each, text)}
        found = {each["id"]: each for each in self.find(sheet, text, MOST)}
        offers = {**first, **{key: each for key, each in found.items() if key not in first}}
        if text and len(offers) < MOST:
            reached = (key for key in self._reached(shape, text) if key not in offers)
            offers |= self._labelled(shape, list(dict.fromkeys(reached))[: MOST - len(offers)])
        if text and not offers:
            offers = self._labelled(shape, self.about(shape, text))
        return self._with_hints(shape, list(offers.values())[:MOST])

    # --- rows found through others -------------------------------------------------------------

    def _reached(self, shape: Shape, text: str) -> Iterator[int]:
        """Rows whose references are called so: a key by its room, a room by its owner."""
        for field, tie, owner, where in self._paths(shape):
            target = str(field.target)
            ids = [each["id"] for each in self.find(target, text, MOST)]
            if ids:
                yield from self._rows(owner, tie, f"{ROW}.{quoted(field.key)}", ids, where)

    def _near(self, shape: Shape, near: Mapping[str, int]) -> list[int]:
        found: dict[int, None] = {}
        for field, tie, owner, where in self._paths(shape):
            if (row := near.get(str(field.target))) is not None:
                rows = self._rows(owner, tie, f"{ROW}.{quoted(field.key)}", [row], where)
                found |= dict.fromkeys(rows)
        return list(found)[:MOST]

    def _paths(self, shape: Shape) -> Iterator[tuple[Field, str, Shape, str]]:
        """References that lead to rows of this sheet: field, what names the row, its sheet, where.

        Its own ones among the names it is searched by, and those of the rows shown beside it.
        """
        own = (shape.sheet.field(key) for key in shape.sheet.lookup)
        for field in own:
            if self._may_follow(field) and field.target != shape.key:
                yield field, f"{ROW}.id", shape, "1"
        for beside in shape.sheet.shows:
            if (owner := self._owner(beside)) is None:
                continue
            for tie in _ties(owner, shape):
                for key in beside.fields:
                    field = owner.sheet.field(key)
                    if self._may_follow(field) and field.target != shape.key:
                        yield field, f"{ROW}.{quoted(tie.key)}", owner, self._where(beside)

    def _rows(
        self, shape: Shape, wanted: str, column: str, ids: Iterable[object], where: str
    ) -> list[int]:
        """The newest rows with one of the ids in the column, which has an index."""
        sql = (
            f"SELECT DISTINCT {wanted} FROM {shape.table} AS {ROW}"
            f" WHERE {column} IN (SELECT value FROM json_each(:ids)) AND {ROW}.voided_at IS NULL"
            f" AND typeof({wanted}) = 'integer' AND ({where})"
            f" ORDER BY {ROW}.id DESC LIMIT {MOST}"
        )
        with self.readers.lend() as connection:
            return [row[0] for row in connection.execute(sql, self._bound(ids))]

    # --- who may see what ----------------------------------------------------------------------

    def _may_follow(self, field: Field) -> bool:
        return field.is_stored and field.target is not None and self._may_read(field.target)

    def _may_read(self, sheet: str) -> bool:
        return sheet in self.prepared.shapes and self.prepared.shape(sheet).sheet.may(
            self.actor.role, "read"
        )

    def _owner(self, beside: Beside) -> Shape | None:
        """The other sheet whose rows are shown, where there is one and the clerk may see it."""
        if beside.sheet is None or not self._may_read(beside.sheet):
            return None
        return self.prepared.shape(beside.sheet)

    def _where(self, beside: Beside) -> str:
        if beside.where is None:
            return "1"
        return self.prepared.book.expression(str(beside.sheet), beside.where).sql(ROW)

    def _bound(self, ids: Iterable[object]) -> dict[str, Stored]:
        return {**self._clock, "ids": orjson.dumps(list(ids)).decode()}

    @cached_property
    def _clock(self) -> dict[str, Stored]:
        return {"now": self.now, "today": self.now[:10], "actor": self.actor.staff_id}

    # --- what is said of them ------------------------------------------------------------------

    def _labelled(self, shape: Shape, ids: list[int]) -> dict[object, Offer]:
        if not ids:
            return {}
        sql = (
            f"SELECT {ROW}.id, {shape.label()} FROM {shape.table} AS {ROW}"
            f" WHERE {ROW}.id IN (SELECT value FROM json_each(:ids)) AND {ROW}.voided_at IS NULL"
        )
        with self.readers.lend() as connection:
            labels = dict(connection.execute(sql, self._bound(ids)).fetchall())
        return {
            key: {"id": key, "label": str(labels[key] or ""), "hint": ""}
            for key in ids
            if key in labels
        }

    def _with_hints(self, shape: Shape, offers: list[Offer]) -> list[Offer]:
        """What the sheet says shall stand beside its rows; else the other names they have."""
        if not shape.sheet.shows or not offers:
            return offers
        ids = [each["id"] for each in offers]
        said: dict[object, list[str]] = {}
        for beside in shape.sheet.shows:
            for key, text in self._beside(shape, beside, ids).items():
                said.setdefault(key, []).append(text)
        return [{**each, "hint": _BETWEEN.join(said.get(each["id"], []))} for each in offers]

    def _beside(self, shape: Shape, beside: Beside, ids: list[object]) -> dict[object, str]:
        if beside.sheet is None:
            return _joined(self._texts(shape, f"{ROW}.id", beside, ids))
        owner = self._owner(beside)
        ties = _ties(owner, shape) if owner else []
        texts = (
            text
            for tie in ties
            for text in self._texts(owner or shape, f"{ROW}.{quoted(tie.key)}", beside, ids)
        )
        return _joined(texts)

    def _texts(
        self, shape: Shape, key: str, beside: Beside, ids: list[object]
    ) -> Iterator[tuple[object, str]]:
        fields = [shape.sheet.field(name) for name in beside.fields]
        columns = [
            f"{shape.column(each)}, {shape.reference_label(each)}"
            if each.key in shape.references
            else f"{shape.column(each)}, NULL"
            for each in fields
        ]
        sql = (
            f"SELECT {key}, {', '.join(columns)}{shape.source}"
            f" WHERE {key} IN (SELECT value FROM json_each(:ids)) AND {ROW}.voided_at IS NULL"
            f" AND ({self._where(beside)}) ORDER BY {ROW}.id LIMIT {MOST * _MOST_BESIDE}"
        )
        with self.readers.lend() as connection:
            rows = connection.execute(sql, self._bound(ids)).fetchall()
        for owner, *values in rows:
            pairs = zip(fields, values[::2], values[1::2], strict=True)
            shown = (self._shown(field, stored, label) for field, stored, label in pairs)
            yield owner, " ".join(text for text in shown if text)

    def _shown(self, field: Field, stored: Stored, label: Stored) -> str:
        text = field.show(stored, self.actor.lang, None if label is None else str(label))
        return grouped(text.replace("\n", " "), field.groups)


def _ties(owner: Shape, shape: Shape) -> list[Field]:
    """The fields by which rows of another sheet belong to rows of this one."""
    return [f for f in owner.sheet.reference_fields if f.target == shape.key and f.is_stored]


def _joined(texts: Iterable[tuple[object, str]]) -> dict[object, str]:
    """Each row's texts after one another, the same one once, no more than a line holds."""
    found: dict[object, dict[str, None]] = {}
    for owner, text in texts:
        if text and len(found.setdefault(owner, {})) < _MOST_BESIDE:
            found[owner][text] = None
    return {owner: "、".join(each) for owner, each in found.items() if each}


def _answers(offer: Offer, text: str) -> bool:
    label, typed = str(offer["label"]).lower(), text.strip().lower()
    return typed in label or initials(label).startswith(typed)
