"""The register files of several folders, put together and checked against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from registers.checks import SheetCheck
from registers.choices import CodeList
from registers.errors import Fault, SchemaFaults
from registers.labels import Label
from registers.model import SECTIONS, Register, Sheet
from registers.reading import RegisterDraft, read_codes, read_register
from registers.yaml_lines import YamlDocument, read_yaml


@dataclass(frozen=True)
class BrokenRegister:
    """A register left out because of its faults; its label where that could be read."""

    key: str
    label: Label | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Shelf:
    """The YAML files of one kind by key, and those that could not be read, by the file's name."""

    documents: dict[str, YamlDocument] = field(default_factory=dict)
    unreadable: dict[str, tuple[Fault, ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def shelf(folders: Sequence[Path], kind: str, key_name: str) -> Shelf:
    """The files in the subfolder `kind` of every folder; a later folder replaces by key."""
    found = Shelf()
    for folder in folders:
        here: set[str] = set()
        for path in _yaml_files(folder / kind):
            try:
                document = read_yaml(path, str(path))
            except SchemaFaults as error:
                found.documents.pop(path.stem, None)  # the office meant to replace it
                found.unreadable[path.stem] = error.faults
                continue
            key = str(document.content.get(key_name) or path.stem)
            if key in here:
                found.faults.append(document.fault((key_name,), "duplicate_key", key=key))
                continue
            here.add(key)
            found.unreadable.pop(key, None)
            found.documents[key] = document
    return found


def _yaml_files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))


@dataclass(frozen=True)
class Assembled:
    """Everything but the forms."""

    registers: tuple[Register, ...]
    broken: tuple[BrokenRegister, ...]
    codes: dict[str, CodeList]
    faults: list[Fault]
    broken_sheets: frozenset[str]


def assemble(folders: Sequence[Path]) -> Assembled:
    """The registers of the folders; those with faults are kept apart."""
    code_files, register_files = shelf(folders, "codes", "list"), shelf(folders, "", "key")
    faults = [*code_files.faults, *register_files.faults]
    for unreadable in (*code_files.unreadable.values(), *register_files.unreadable.values()):
        faults += unreadable
    codes: dict[str, CodeList] = {}
    for key, document in code_files.documents.items():
        read = read_codes(document, faults)
        if read is not None:
            codes[key] = read
    drafts = [read_register(doc, key, codes) for key, doc in register_files.documents.items()]
    _check(drafts, codes)
    faulty = [draft for draft in drafts if draft.faults]
    broken = [BrokenRegister(draft.key, draft.label, tuple(draft.faults)) for draft in faulty]
    broken += [BrokenRegister(key, None, found) for key, found in register_files.unreadable.items()]
    for draft in drafts:
        faults += draft.faults
    broken_sheets = frozenset(key for draft in faulty for key in _sheet_keys(draft.document))
    return Assembled(_finished(drafts), tuple(broken), codes, faults, broken_sheets)


def _check(drafts: list[RegisterDraft], codes: dict[str, CodeList]) -> None:
    """Checks every sheet once beside all that could be read, so that all faults show together;
    then leaves out what is faulty, and what refers to it, until nothing more falls.
    """
    _refuse_double_sheets(drafts)
    _check_once(drafts, drafts, codes)
    while True:
        good = [draft for draft in drafts if not draft.faults]
        _check_once(good, good, codes, drafts)
        if all(not draft.faults for draft in good):
            return


def _check_once(
    checked: list[RegisterDraft],
    visible: list[RegisterDraft],
    codes: dict[str, CodeList],
    drafts: list[RegisterDraft] | None = None,
) -> None:
    sheets = {one.sheet.key: one.sheet.by_key for draft in visible for one in draft.sheets}
    named = {key for draft in drafts or visible for key in _sheet_keys(draft.document)}
    broken = frozenset(named - set(sheets))
    buttons = {
        one.sheet.key: frozenset(transition.key for transition in one.sheet.transitions)
        for draft in visible
        for one in draft.sheets
    }
    for draft in checked:
        for one in draft.sheets:
            check = SheetCheck(one, draft.document, sheets, broken, frozenset(codes), buttons)
            draft.faults += check.run()


def _sheet_keys(document: YamlDocument) -> list[str]:
    sheets = document.content.get("sheets")
    listed = sheets if isinstance(sheets, list) else []
    return [str(sheet["key"]) for sheet in listed if isinstance(sheet, dict) and "key" in sheet]


def _refuse_double_sheets(drafts: list[RegisterDraft]) -> None:
    seen: set[str] = set()
    for draft in drafts:
        for one in draft.sheets:
            if one.sheet.key in seen:
                path = (*one.path, "key")
                draft.faults.append(draft.document.fault(path, "duplicate_key", key=one.sheet.key))
            seen.add(one.sheet.key)


def _finished(drafts: list[RegisterDraft]) -> tuple[Register, ...]:
    """The registers without faults in the order of the navigation."""
    good = [draft.register for draft in drafts if draft.register is not None and not draft.faults]
    sheets = {sheet.key: sheet for one in good for sheet in one.sheets}
    finished = [
        register.model_copy(
            update={"sheets": tuple(_with_lookups(sheet, sheets) for sheet in register.sheets)}
        )
        for register in good
    ]
    return tuple(sorted(finished, key=lambda r: (SECTIONS.index(r.section), r.order, r.key)))


def _searched_columns(sheet: Sheet) -> tuple[str, ...]:
    """The columns of a sheet that hold words a row of it is known by."""
    names = dict.fromkeys((*([sheet.display] if sheet.display else []), *sheet.lookup))
    fields = [sheet.field(name) for name in names]
    has_column = (f for f in fields if f.is_stored or f.index or f.unique)
    return tuple(f.key for f in has_column if f.target is None)


def _with_lookups(sheet: Sheet, sheets: dict[str, Sheet]) -> Sheet:
    return sheet.with_fields(
        tuple(
            field.with_lookup(_searched_columns(target), _is_known_by_identifier(target))
            if (target := sheets.get(field.target or "")) is not None
            else field
            for field in sheet.fields
        )
    )


def _is_known_by_identifier(sheet: Sheet) -> bool:
    return sheet.display is not None and sheet.field(sheet.display).is_identifier
