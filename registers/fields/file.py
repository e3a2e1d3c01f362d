"""Attached files, stored as a JSON list of the ids and names of attachments."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import ClassVar

from registers import conditions
from registers.errors import BadValue
from registers.fields.base import Example, Field, ParseContext, Stored
from registers.search import text_terms
from registers.typed import refuse_control, refuse_length

_MOST_FILES = 50
_LONGEST_NAME = 200
_LONGEST_ID = 100


class File(Field):
    """Attached files."""

    type_name: ClassVar[str] = "file"
    is_copied: ClassVar[bool] = False
    is_filed: ClassVar[bool] = False
    editor: ClassVar[str] = "file"
    usual_width: ClassVar[int] = 120
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            [{"id": "a1", "name": "来信.pdf"}],
            '[{"id":"a1","name":"来信.pdf"}]',
            [{"id": "a1", "name": "来信.pdf"}],
            "来信.pdf",
        ),
        Example([], None, None, ""),
    )
    bad_examples: ClassVar[tuple[tuple[object, str], ...]] = (
        ("来信.pdf", "bad_file"),
        ([{"id": "a1"}], "bad_file"),
        ([{"id": "a1", "name": "x", "path": "/etc"}], "bad_file"),
        ([{"id": "a1", "name": "x\n"}], "control_character"),
        ([{"id": "a1", "name": "x"}] * 51, "bad_file"),
    )

    def read(self, value: object, ctx: ParseContext) -> Stored:
        files = _decoded(value)
        if not isinstance(files, list) or len(files) > _MOST_FILES:
            raise BadValue("bad_file")
        kept = [_one(file) for file in files]
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else None

    def to_json(self, stored: Stored, label: str | None = None) -> object:
        return None if stored is None else json.loads(str(stored))

    def show(self, stored: Stored, lang: str, label: str | None = None) -> str:
        if stored is None:
            return ""
        between = ", " if lang == "en" else "、"
        return between.join(file["name"] for file in json.loads(str(stored)))

    def search_terms(self, stored: Stored) -> Iterable[str]:
        return text_terms(self.show(stored, "zh_CN"))

    def condition(
        self, column: str, op: str, value: object, ctx: ParseContext
    ) -> tuple[str, list[Stored]]:
        if op not in ("contains", "empty", "filled"):
            raise BadValue("bad_filter", op=op)
        return conditions.condition(column, op, value, lambda _: (None, None))


def _decoded(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise BadValue("bad_file") from None


def _one(file: object) -> dict[str, str | int]:
    if not isinstance(file, dict) or set(file) != {"id", "name"}:
        raise BadValue("bad_file")
    known, name = file["id"], file["name"]
    if isinstance(known, bool) or not isinstance(known, str | int) or not isinstance(name, str):
        raise BadValue("bad_file")
    refuse_control(f"{known}{name}")
    refuse_length(name, 1, _LONGEST_NAME)
    refuse_length(str(known), 1, _LONGEST_ID)
    return {"id": known, "name": name}
