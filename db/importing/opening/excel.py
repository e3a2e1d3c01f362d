"""Excel workbooks: values from one library, everything it does not tell from the file itself."""

import io

from db.importing.opening.cells import Grid, Sheet, plain, put, refuse_far
from db.importing.opening.xls_facts import xls_facts
from db.importing.opening.xlsx_facts import xlsx_facts


def read_excel(content: bytes, *, is_xlsx: bool) -> list[Sheet]:
    """All worksheets, with empty rows and columns kept so that positions stay true."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    facts = xlsx_facts(content) if is_xlsx else xls_facts(content)
    found: list[Sheet] = []
    for described in book.sheets_metadata:
        if described.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(described.name)
        refuse_far(sheet.total_height - 1, sheet.total_width - 1)
        rows: Grid = [
            [plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)
        ]
        told: Sheet = {
            "name": described.name,
            "visible": described.visible == SheetVisibleEnum.Visible,
            "rows": rows,
            "merges": [(*first, *last) for first, last in sheet.merged_cell_ranges or ()],
        }
        known = facts.get(described.name)
        if known is not None:
            for (row, column), cell in known.faulty.items():
                put(rows, row, column, cell)
            told |= known.told()
        found.append(told)
    return found
