"""Paper: a form and a period become a workbook that prints as the office files it."""

from exports.names import file_name
from exports.rendering import render

__all__ = ["file_name", "render"]
