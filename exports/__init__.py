"""Paper: a form and a period become a workbook that prints as the office files it."""

from exports.names import file_name
from exports.on_screen import OnScreen
from exports.rendering import period_of, render

__all__ = ["OnScreen", "file_name", "period_of", "render"]
