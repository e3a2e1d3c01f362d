"""One register file as a register: its parts built, its choices filled in, its faults collected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from registers.building import build
from registers.choices import CodeList, CodeLists
from registers.errors import Fault
from registers.fields import Field, field_types
from registers.labels import Label
from registers.model import Register, Sheet
from registers.yaml_lines import YamlDocument, YamlPath


@dataclass
class SheetDraft:
    """A sheet as far as it could be read, and where its fields stand in the file."""

    sheet: Sheet
    path: YamlPath
    field_paths: tuple[YamlPath, ...]  # one for each field of the sheet
    unread: frozenset[str]  # keys of fields with faults of their own


@dataclass
class RegisterDraft:
    """A register file on its way into the book."""

    key: str
    document: YamlDocument
    label: Label | None = None
    register: Register | None = None
    sheets: list[SheetDraft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_register(document: YamlDocument, key: str, codes: CodeLists) -> RegisterDraft:
    """The register in the document, without looking at any other register."""
    draft = RegisterDraft(key, document, _label(document.content.get("label")))
    sheets = document.content.get("sheets")
    if isinstance(sheets, list):
        for place, content in enumerate(sheets):
            read = _sheet(content, ("sheets", place), document, codes, draft.faults)
            if read is not None:
                draft.sheets.append(read)
    complete = isinstance(sheets, list) and len(draft.sheets) == len(sheets)
    content = {**document.content}
    if isinstance(sheets, list) and sheets:
        content["sheets"] = [one.sheet for one in draft.sheets]
    faults: list[Fault] = []
    register = build(Register, content, document, (), faults)
    if not complete:  # what is missing among the sheets has been reported with each of them
        faults = [f for f in faults if not f.place.startswith("sheets") or not sheets]
    draft.faults += faults
    draft.register = register if complete else None
    return draft


def read_codes(document: YamlDocument, faults: list[Fault]) -> CodeList | None:
    codes = build(CodeList, document.content, document, (), faults)
    if codes is None:
        return None
    keys = [choice.key for choice in codes.choices]
    for place, key in enumerate(keys):
        if key in keys[:place]:
            faults.append(document.fault(("choices", place), "duplicate_key", key=key))
    return codes


def _label(content: object) -> Label | None:
    """The label of a register that may have faults, to be able to name it."""
    if isinstance(content, str):
        return Label.model_validate(content)
    if not isinstance(content, Mapping):
        return None
    texts = [str(text) for text in content.values() if text]
    if not texts:
        return None
    return Label(**{lang: str(content.get(lang) or texts[0]) for lang in Label.languages})


def _sheet(
    content: object, path: YamlPath, document: YamlDocument, codes: CodeLists, faults: list[Fault]
) -> SheetDraft | None:
    if not isinstance(content, Mapping) or not isinstance(content.get("fields"), list):
        build(Sheet, content, document, path, faults)
        return None
    fields: list[Field] = []
    paths: list[YamlPath] = []
    unread: set[str] = set()
    for place, node in enumerate(content["fields"]):
        field_path = (*path, "fields", place)
        read = _field(node, field_path, document, faults)
        if read is None:
            unread.add(str(node.get("key")) if isinstance(node, Mapping) else "")
            continue
        fields.append(read.with_codes(codes, str(content.get("key"))))
        paths.append(field_path)
    if not fields:
        if not content["fields"]:
            faults.append(document.fault((*path, "fields"), "key_missing", key="fields"))
        return None
    sheet = build(Sheet, {**content, "fields": fields}, document, path, faults)
    if sheet is None:
        return None
    states = tuple(state.choice for state in sheet.states)
    filled = sheet.with_fields(tuple(field.with_states(states) for field in sheet.fields))
    return SheetDraft(filled, path, tuple(paths), frozenset(unread))


def _field(
    node: object, path: YamlPath, document: YamlDocument, faults: list[Fault]
) -> Field | None:
    if not isinstance(node, Mapping):
        faults.append(document.fault(path, "not_a_mapping"))
        return None
    type_name = node.get("type")
    if type_name is None:
        faults.append(document.fault(path, "key_missing", key="type"))
        return None
    kind = field_types().get(str(type_name))
    if kind is None:
        known = " ".join(sorted(field_types()))
        faults.append(
            document.fault((*path, "type"), "unknown_field_type", type=type_name, known=known)
        )
        return None
    options = {name: value for name, value in node.items() if name != "type"}
    return build(kind, options, document, path, faults)
