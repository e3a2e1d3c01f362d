"""Paper: a form and a period become a workbook that prints as the office files it."""

from exports.error_workbook import error_workbook
from exports.full import FullCopy, hides, may_have_full
from exports.names import file_name, named
from exports.on_screen import OnScreen
from exports.rendering import period_of, render
from exports.template import draw_template, refused_name, template_name

__all__ = [
    "FullCopy",
    "OnScreen",
    "draw_template",
    "error_workbook",
    "file_name",
    "hides",
    "may_have_full",
    "named",
    "period_of",
    "refused_name",
    "render",
    "template_name",
]
