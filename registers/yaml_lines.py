"""YAML as plain dictionaries, lists and texts, with the line of every key kept for faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, TypeAlias

import yaml

from registers.errors import Fault, SchemaFaults

YamlPath: TypeAlias = tuple[str | int, ...]

# Text that a screen library would run as a script if it ever reached it.
FORBIDDEN_TEXT = "::JSCODE::"


class _TextLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Every scalar is text: PyYAML would guess 750 from 12:30, False from no, 493 from 0755."""

    yaml_implicit_resolvers: ClassVar[dict[str, object]] = {}


@dataclass(frozen=True)
class YamlDocument:
    """One file: `content` holds only dict, list, str and None; `line` tells where a path stands."""

    file: str
    content: dict[str, object]
    lines: dict[YamlPath, int] = field(repr=False)

    def line(self, path: YamlPath) -> int:
        """The line of the path, or of the nearest thing around it that is written in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def place(self, path: YamlPath) -> str:
        """The path in words, items of a list by their key: visitors/desk/label."""
        words: list[str] = []
        node: object = self.content
        for step in path:
            if isinstance(node, list) and isinstance(step, int) and step < len(node):
                node = node[step]
                if isinstance(node, dict) and "key" in node:
                    words[-1] = str(node["key"])
                else:
                    words[-1] += f"[{step + 1}]"
                continue
            node = node.get(step) if isinstance(node, dict) else None
            words.append(str(step))
        return "/".join(words)

    def fault(self, path: YamlPath, code: str, /, **params: object) -> Fault:
        return Fault(self.file, self.line(path), self.place(path), code, params)

    def texts(self) -> Iterator[tuple[YamlPath, str]]:
        """Every text of the file, keys included, with its path."""
        yield from _texts((), self.content)


def read_yaml(path: Path, name: str | None = None) -> YamlDocument:
    """The file, called `name` in faults; SchemaFaults when it cannot be read at all."""
    return parse_yaml(path.read_bytes(), name or path.name)


def parse_yaml(text: str | bytes, file: str) -> YamlDocument:
    """The document in `text`; SchemaFaults with every fault of the YAML itself."""
    try:
        root = yaml.compose(text, Loader=_TextLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = error.problem or error.context or "yaml"
        raise SchemaFaults([Fault(file, line, "", "yaml_syntax", {"problem": problem})]) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SchemaFaults([Fault(file, 1, "", "yaml_syntax", {"problem": str(error)})]) from None
    if not isinstance(root, yaml.MappingNode):
        raise SchemaFaults([Fault(file, 1, "", "not_a_mapping")])
    reading = _Reading()
    content = reading.value(root, ())
    assert isinstance(content, dict)
    document = YamlDocument(file, content, reading.lines)
    faults = [document.fault(path, code, **params) for path, code, params in reading.faults]
    faults += [
        document.fault(path, "forbidden_text", text=FORBIDDEN_TEXT)
        for path, found in document.texts()
        if FORBIDDEN_TEXT in found
    ]
    if faults:
        raise SchemaFaults(faults)
    return document


@dataclass
class _Reading:
    """Turns nodes into plain values, noting lines and faults on the way."""

    lines: dict[YamlPath, int] = field(default_factory=dict)
    faults: list[tuple[YamlPath, str, dict[str, object]]] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def value(self, node: yaml.Node, path: YamlPath) -> object:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self.seen:  # an alias could hold itself, or grow without end
            self.faults.append((path, "yaml_alias", {}))
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, place)) for place, item in enumerate(node.value)]
        left_empty = node.value == "" and not getattr(node, "style", None)
        return None if left_empty else str(node.value)

    def mapping(self, node: yaml.MappingNode, path: YamlPath) -> dict[str, object]:
        entries: dict[str, object] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.faults.append((path, "not_text", {}))
                continue
            key = str(key_node.value)
            self.lines[(*path, key)] = key_node.start_mark.line + 1
            if key in entries:
                self.faults.append(((*path, key), "yaml_duplicate_key", {"key": key}))
            entries[key] = self.value(value_node, (*path, key))
        return entries


def _texts(path: YamlPath, node: object) -> Iterator[tuple[YamlPath, str]]:
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield (*path, key), str(key)
            yield from _texts((*path, key), value)
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from _texts((*path, place), value)
