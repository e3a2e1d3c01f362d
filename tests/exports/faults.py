"""The faults of a form file, each as its line and code."""

from registers.errors import SchemaFaults
from registers.forms import parse_form
from registers.yaml_lines import parse_yaml


def faults_of(text: str, sheets, forms=None) -> list[str]:
    try:
        parse_form(parse_yaml(text, "note.yaml"), sheets, forms or {})
    except SchemaFaults as found:
        return [f"{fault.line}: {fault.code}" for fault in found.faults]
    return []
