"""What is hidden from posts that may neither write a sheet nor see its numbers in full.

Who writes a sheet gets the true values and the grid hides them: an editor must open with what is
there, and a document or a telephone must be read off the entry form.
"""

from collections.abc import Iterable, Mapping

from registers.model import Sheet

Told = dict[str, object]


def masked_row(sheet: Sheet, role: str, row: Mapping[str, object]) -> Told:
    """A row in wire form as the post may have it."""
    if sheet.is_sent_whole(role):
        return dict(row)
    return masked(sheet, row)


def masked_rows(sheet: Sheet, role: str, rows: list[Told]) -> list[Told]:
    """The rows themselves where nothing is hidden from the post."""
    if sheet.is_sent_whole(role) or not sheet.masked_fields:
        return rows
    return [masked(sheet, row) for row in rows]


def masked(sheet: Sheet, row: Mapping[str, object]) -> Told:
    hidden = {f.key: f.masked_json(row[f.key]) for f in sheet.masked_fields if f.key in row}
    return {**row, **hidden}


def masked_history(sheet: Sheet, role: str, entries: Iterable[Told]) -> list[Told]:
    """Entries of a row's history as the post may have them."""
    if sheet.is_sent_whole(role):
        return list(entries)
    return [_masked_entry(sheet, entry) for entry in entries]


def _masked_entry(sheet: Sheet, entry: Told) -> Told:
    values = entry.get("values")
    if isinstance(values, Mapping):
        return {**entry, "values": masked(sheet, values)}
    field = sheet.by_key.get(str(entry.get("field")))
    if field is None:
        return entry
    return {**entry, **{side: field.masked_json(entry[side]) for side in ("old", "new")}}
