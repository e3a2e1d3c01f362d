"""Making a model from a part of a YAML file, with every mistake as a fault at its own line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import pydantic
from pydantic_core import ErrorDetails

from registers.errors import Fault, SchemaFaults
from registers.labels import LANGUAGES
from registers.yaml_lines import YamlDocument, YamlPath

Model = TypeVar("Model", bound=pydantic.BaseModel)


def build(
    model: type[Model],
    content: object,
    document: YamlDocument,
    path: YamlPath,
    faults: list[Fault],
) -> Model | None:
    """The model, or None with the faults added: all of them, not only the first."""
    if not isinstance(content, Mapping):
        faults.append(document.fault(path, "not_a_mapping"))
        return None
    try:
        return model.model_validate(content)
    except pydantic.ValidationError as error:
        faults += [_fault(details, document, path) for details in error.errors()]
        return None


def build_whole(
    model: type[Model], document: YamlDocument, check: Callable[[Model], list[Fault]]
) -> Model:
    """The model a whole file holds; SchemaFaults with all its faults.

    `check` tells the faults of a model that is well built.
    """
    faults: list[Fault] = []
    found = build(model, document.content, document, (), faults)
    if found is not None:
        faults += check(found)
    if found is None or faults:
        raise SchemaFaults(faults)
    return found


def _fault(details: ErrorDetails, document: YamlDocument, path: YamlPath) -> Fault:
    location = (*path, *details["loc"])
    last = str(location[-1]) if location else ""
    match details["type"]:
        case "missing" if last in LANGUAGES:
            return document.fault(location, "label_language_missing", language=last)
        case "missing":
            return document.fault(location, "key_missing", key=last)
        case "extra_forbidden":
            return document.fault(location, "unknown_key", key=last)
        case "string_pattern_mismatch" if last in ("key", "list"):
            return document.fault(location, "bad_key", seen=str(details["input"]))
        case _:
            seen = details["input"] if isinstance(details["input"], str | int | float) else ""
            return document.fault(location, "bad_option", problem=details["msg"], seen=seen)
