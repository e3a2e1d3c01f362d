"""What a ledger form may be narrowed down to: the desks, keys or items there are in its period."""

from typing import NamedTuple

from db.office import Office
from db.selection import Window
from exports.formats import Asked
from exports.sources import Sources
from registers.form_model import Form


class Narrowing(NamedTuple):
    """A field the form may be selected by, and the values to choose from: as sent, as shown."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]


def narrowings(office: Office, asked: Asked, lang: str) -> list[Narrowing]:
    """Nothing for a form that is empty, of one row, or has nothing to select by."""
    form = asked.form
    if not isinstance(form, Form) or not asked.period or asked.empty:
        return []
    sources = Sources(office.book, office.book.sheet(form.sheet))
    found = []
    for key in form.select:
        field = sources.field(key)
        if "." in key:
            options = [(each.key, each.label.text(lang)) for each in field.choices]
        else:
            counts = office.ledger.values(Window(form.sheet, period=asked.period), key)
            there = (each for each in counts if each.value is not None)
            texts = ((each, field.show_part(each.value, lang, each.label)) for each in there)
            options = [(each.label or str(each.value), text) for each, text in texts]
        found.append(Narrowing(key, field.label.text(lang), tuple(sorted(options, key=_by_text))))
    return found


def _by_text(option: tuple[str, str]) -> str:
    return option[1]
