"""Paper: a form and a period become a workbook that prints as the office files it."""

from exports.error_workbook import error_workbook
from exports.formats import FORMATS, Asked, format_named, make
from exports.full import FullCopy, hides, may_have_full
from exports.names import file_name, named
from exports.narrowing import narrowings
from exports.on_screen import OnScreen
from exports.pdf import converter as pdf_converter
from exports.rendering import period_of, render
from exports.template import draw_template, refused_name, template_name

__all__ = [
    "FORMATS",
    "Asked",
    "FullCopy",
    "OnScreen",
    "draw_template",
    "error_workbook",
    "file_name",
    "format_named",
    "hides",
    "make",
    "may_have_full",
    "named",
    "narrowings",
    "pdf_converter",
    "period_of",
    "refused_name",
    "render",
    "template_name",
]
