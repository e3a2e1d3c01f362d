"""The pages that are drawn from templates, outside of Streamlit."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def drawn(template: str, **shown: object) -> str:
    """The template filled in; every value is escaped, a missing one is an error."""
    return _templates.get_template(template).render(**shown)
