"""The tables of docs/, made from the program itself: `make docs` writes them, a test compares."""

import inspect
from collections.abc import Iterable, Iterator

import click
import pydantic

from locales import catalogue
from manage import manage
from registers import form_model, measures, pack_model, slip_model, summary_model
from registers.fields import field_types
from registers.fields.base import Field


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell(text) for text in line) + " |" for line in lines)


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def first_sentence(thing: object) -> str:
    """The docstring's first paragraph on one line."""
    return (inspect.getdoc(thing) or "").split("\n\n")[0]


# --- talking to it -----------------------------------------------------------------


def commands() -> str:
    return table(("command", "what it does"), _commands())


def _commands() -> Iterator[tuple[str, str]]:
    for words, command in sorted(_walk(manage, ())):
        context = click.Context(command, info_name=" ".join(words))
        usage = " ".join(command.collect_usage_pieces(context)).replace("[OPTIONS]", "").strip()
        options = [
            f"`{option.opts[0]}{'' if option.is_flag else ' ' + (option.metavar or '…')}`"
            for option in command.params
            if isinstance(option, click.Option) and option.name != "help"
        ]
        said = command.get_short_help_str(200)
        name = " ".join([*words, usage]).strip()
        yield f"`{name}`", f"{said} Options: {', '.join(options)}" if options else said


def _walk(
    command: click.Command, words: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(command, click.Group):
        yield words, command
        return
    for name, inner in command.commands.items():
        yield from _walk(inner, (*words, name))


def refusals(kind: str) -> str:
    """The codes of a kind (`error` or `fault`) with the sentence a clerk reads."""
    english, chinese = catalogue("en"), catalogue("zh_CN")
    codes = [msgid for msgid in sorted(english) if msgid.startswith(f"{kind}.")]
    return table(
        ("code", "简体", "English"),
        ((f"`{code.split('.', 1)[1]}`", chinese[code], english[code]) for code in codes),
    )


# --- the register language --------------------------------------------------------------------


def type_table() -> str:
    """Field types with the options that are their own."""
    rows = []
    for name, kind in sorted(field_types().items()):
        own = [key for key in kind.model_fields if key not in Field.model_fields]
        rows.append(
            (
                f"`{name}`",
                first_sentence(kind),
                ", ".join(f"`{key}`" for key in own),
            )
        )
    return table(("type", "what it holds", "options of its own"), rows)


def form_keys() -> str:
    parts = (
        form_model.PaperForm,
        form_model.Form,
        form_model.Apart,
        form_model.Page,
        form_model.Margins,
        form_model.Title,
        form_model.Header,
        form_model.Table,
        form_model.Column,
        form_model.Totals,
        form_model.Figure,
        form_model.Listing,
        form_model.Space,
        form_model.Signatures,
        form_model.Note,
        slip_model.Slip,
        slip_model.Ready,
        slip_model.Grid,
        slip_model.SlipCell,
        slip_model.TurnOver,
        pack_model.Pack,
        pack_model.PackPart,
        pack_model.CoverFigure,
        pack_model.Agreement,
    )
    return keys(parts)


def report_keys() -> str:
    parts = (
        summary_model.Summary,
        summary_model.Rows,
        summary_model.ReportTable,
        summary_model.ReportColumn,
        measures.Memo,
        measures.Measure,
        measures.Checks,
        measures.CheckLine,
        summary_model.Chart,
    )
    return keys(parts)


def keys(parts: tuple[type[pydantic.BaseModel], ...]) -> str:
    return table(
        ("part", "what it says", "keys"),
        (
            (
                part.__name__,
                first_sentence(part),
                ", ".join(f"`{field.alias or name}`" for name, field in part.model_fields.items()),
            )
            for part in parts
        ),
    )
