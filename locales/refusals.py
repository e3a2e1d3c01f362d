"""From a coded refusal to the sentence a clerk reads, with fields called by their labels."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from locales.catalogue import Labelled, author, catalogue, fill, sentence


class Refused(Protocol):
    """What every expected failure carries: a code, and parameters for its sentence.

    A rule's has its own `message` and the stored `values` (with `labels` of references) that the
    message shows; a conflict's has what the cell holds now in wire form, `current`, and that of
    an undo what the clerk had written, `mine`.
    """

    code: str
    params: dict[str, object]


class ChoiceWords(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def label(self) -> Labelled: ...


class FieldWords(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def label(self) -> Labelled: ...

    @property
    def choices(self) -> Sequence[ChoiceWords]: ...

    def show(self, stored: Any, lang: str, label: str | None = None) -> str: ...

    def masked(self, shown: str) -> str: ...


class SheetWords(Protocol):
    @property
    def key(self) -> str: ...

    @property
    def label(self) -> Labelled: ...

    @property
    def fields(self) -> Sequence[FieldWords]: ...


def refused(
    lang: str, refusal: Refused, sheet: SheetWords | None = None, *, field: str | None = None
) -> str:
    """The sentence of a refusal: its own `message` (a rule's) or that of `error.<code>`.

    `field` names the cell to blame where the refusal itself does not.
    """
    fields = {each.key: each for each in sheet.fields} if sheet else {}
    blamed = getattr(refusal, "field", None) or field
    message = refusal.params.get("message")
    if isinstance(message, Labelled):
        return fill(message.text(lang), lang, _shown_values(lang, refusal.params, fields))
    if f"error.{refusal.code}" not in catalogue(lang):
        return f"{sentence(lang, 'error.refused')} ({refusal.code})"
    said = {**refusal.params, "field": _label(blamed, fields) or sentence(lang, "error.this_field")}
    if sheet is not None and said.get("sheet") in (None, sheet.key):
        said["sheet"] = sheet.label
    if isinstance(named := said.get("fields"), Iterable):
        said["fields"] = [_label(str(key), fields) for key in named]
    if isinstance(by := said.get("by"), str):
        said["by"] = author(lang, by)
    for name in {"current", "mine", "state"} & said.keys():
        if blamed in fields:
            said[name] = _shown_wire(lang, said[name], fields[blamed])
    return sentence(lang, f"error.{refusal.code}", **said)


def _label(key: str | None, fields: Mapping[str, FieldWords]) -> object:
    return fields[key].label if key and key in fields else key


def _shown_values(
    lang: str, params: Mapping[str, object], fields: Mapping[str, FieldWords]
) -> dict[str, object]:
    """A rule's stored values as the screen and the paper show them."""
    values, labels = params.get("values"), params.get("labels")
    if not isinstance(values, Mapping) or not isinstance(labels, Mapping):
        return dict(params)
    return {
        name: fields[name].show(value, lang, labels.get(name)) if name in fields else value
        for name, value in values.items()
    }


def _shown_wire(lang: str, value: object, field: FieldWords) -> object:
    """A wire value in words: choices by their labels, yes and no, an empty cell as such.

    Of a telephone or a document a sentence says the ends only: it stays on the screen.
    """
    labels = {choice.key: choice.label for choice in field.choices}
    if value is None or value in ("", []):
        return sentence(lang, "error.empty_cell")
    if isinstance(value, bool):
        return sentence(lang, "ui.yes" if value else "ui.no")
    if isinstance(value, list):
        return [labels.get(str(key), key) for key in value]
    return labels.get(value) or field.masked(value) if isinstance(value, str) else value
