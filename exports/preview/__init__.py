"""A workbook as the pages it prints on, one page at a time.

What is shown is read back from the very workbook that is downloaded, so that the preview and the
paper cannot differ: rows, page breaks, repeated lines, widths, heights and faces are the file's.
Only the pages asked for are read; a form of two thousand pages is opened as quickly as any.
"""

from exports.preview.html import page_document
from exports.preview.reading import PagedSheet, PagedWorkbook, open_pages

__all__ = ["PagedSheet", "PagedWorkbook", "open_pages", "page_document"]
