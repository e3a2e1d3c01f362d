"""One form file as a form: its blocks built, every name in it looked up, its faults collected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from registers.building import build
from registers.errors import Fault, SchemaFaults
from registers.form_check import PaperCheck
from registers.form_model import Form as Form
from registers.form_model import (
    Header,
    Listing,
    Note,
    PaperForm,
    Signatures,
    Space,
    Table,
    Title,
    Totals,
)
from registers.ledger_check import FormCheck
from registers.model import Sheet
from registers.pack_check import PackCheck
from registers.pack_model import Agreement, Pack
from registers.parts import SchemaPart
from registers.report_check import ReportCheck
from registers.roles import ROLES
from registers.slip_check import SlipCheck
from registers.slip_model import Grid, Slip, TurnOver
from registers.summary_model import Checks, Memo, ReportTable, Summary
from registers.yaml_lines import YamlDocument, YamlPath


@dataclass(frozen=True)
class Kind:
    """What one kind of form is built of and how it is checked."""

    form: type[PaperForm]
    check: type[PaperCheck]
    blocks: Mapping[str, type[SchemaPart]]


_EVERYWHERE: Mapping[str, type[SchemaPart]] = {
    "title": Title,
    "header": Header,
    "list": Listing,
    "signatures": Signatures,
    "note": Note,
}
_COUNTED: Mapping[str, type[SchemaPart]] = {"memo": Memo, "checks": Checks, "space": Space}
_LEDGER = Kind(Form, FormCheck, {**_EVERYWHERE, **_COUNTED, "table": Table, "totals": Totals})
_SUMMARY = Kind(Summary, ReportCheck, {**_EVERYWHERE, **_COUNTED, "table": ReportTable})
_SLIP = Kind(Slip, SlipCheck, {**_EVERYWHERE, "grid": Grid, "turn_over": TurnOver})
_PACK = Kind(Pack, PackCheck, {**_EVERYWHERE, "table": Table, "agreement": Agreement})
_KINDS = {"ledger": _LEDGER, "summary": _SUMMARY, "slip": _SLIP, "pack": _PACK}


def parse_form(
    document: YamlDocument,
    sheets: Mapping[str, Sheet],
    forms: Mapping[str, PaperForm] = MappingProxyType({}),
) -> PaperForm:
    """The form in the document; SchemaFaults with all its faults.

    `sheets` are the sheets without faults, by key; `forms` those a pack may be made of.
    """
    faults: list[Fault] = []
    kind = _KINDS.get(str(document.content.get("kind")), _LEDGER)
    form = _built(kind, document, faults)
    if form is not None:
        faults += kind.check(form, document, sheets, forms=forms).run()
        unknown = [role for role in form.access if role not in ROLES]
        faults += [document.fault(("access",), "unknown_role", role=role) for role in unknown]
    if form is None or faults:
        raise SchemaFaults(faults)
    if isinstance(form, Pack):
        return form.with_forms(forms)
    return form


def _built(kind: Kind, document: YamlDocument, faults: list[Fault]) -> PaperForm | None:
    content = dict(document.content)
    blocks = content.get("blocks")
    if isinstance(blocks, list):
        built = [
            _block(kind, one, ("blocks", at), document, faults) for at, one in enumerate(blocks)
        ]
        content["blocks"] = [one for one in built if one is not None]
        if not content["blocks"] and blocks:  # the form itself can still be looked at
            content["blocks"] = [Title(block="title")]
    form = build(kind.form, content, document, (), faults)
    return None if faults else form


def _block(
    kind: Kind, content: object, path: YamlPath, document: YamlDocument, faults: list[Fault]
) -> SchemaPart | None:
    if not isinstance(content, Mapping):
        faults.append(document.fault(path, "not_a_mapping"))
        return None
    name = content.get("block")
    if name is None:
        faults.append(document.fault(path, "key_missing", key="block"))
        return None
    if name not in kind.blocks:
        problem = f"one of {', '.join(kind.blocks)}"
        faults.append(document.fault((*path, "block"), "bad_option", problem=problem, seen=name))
        return None
    return build(kind.blocks[name], content, document, path, faults)


def forms_named(document: YamlDocument) -> tuple[str, ...]:
    """The forms a pack is made of, as far as it can be read; none for other kinds."""
    content = document.content
    if content.get("kind") != "pack":
        return ()
    parts, slips = content.get("parts"), content.get("slips")
    named = [part.get("form") for part in _listed(parts) if isinstance(part, Mapping)]
    return tuple(str(key) for key in (*named, *_listed(slips)) if key is not None)


def _listed(content: object) -> list[object]:
    return content if isinstance(content, list) else []


def sheets_named(document: YamlDocument) -> frozenset[str]:
    """The sheets a form file names, as far as it can be read."""
    return frozenset(_named(document.content))


def _named(content: object) -> Iterator[str]:
    if isinstance(content, Mapping):
        yield from (str(content[key]) for key in ("sheet", "of", "each") if key in content)
        content = list(content.values())
    for part in content if isinstance(content, list) else ():
        yield from _named(part)
