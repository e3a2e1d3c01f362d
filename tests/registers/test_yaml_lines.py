# ruff: noqa: E501 - a table reads best with a case per line
"""YAML in which every scalar is text and every key knows its line."""

import pytest

from registers.errors import SchemaFaults
from registers.yaml_lines import parse_yaml


@pytest.mark.parametrize(
    "written",
    ["12:30", "no", "0755", "1.0", "2026-11-03", "~", "null", "true", "1e3", "0x1f", "''"],
)
def test_every_scalar_is_the_text_that_was_written(written: str) -> None:
    document = parse_yaml(f"a: {written}", "f.yaml")
    assert document.content == {"a": written.strip("'")}


def test_what_is_left_empty_is_none() -> None:
    assert parse_yaml("a:\nb: ''\n", "f.yaml").content == {"a": None, "b": ""}


def test_a_path_knows_its_line_and_its_place_in_words() -> None:
    document = parse_yaml("a:\n  b:\n  - x\n  - key: k\n    c: d\n", "f.yaml")
    assert document.line(("a", "b", 0)) == 3
    assert document.line(("a", "b", 1, "c")) == 5
    assert document.line(("a", "b", 1, "missing", "deeper")) == 4
    assert document.line(("nothing",)) == 1
    assert document.place(("a", "b", 1, "c")) == "a/k/c"
    assert document.place(("a", "b", 0)) == "a/b[1]"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a: [1", [(2, "yaml_syntax")]),
        ("a: 1\n b: 2", [(2, "yaml_syntax")]),
        ("a: \x07", [(1, "yaml_syntax")]),
        (b"a: \xff\xfe\xfa", [(1, "yaml_syntax")]),
        ("a: *nothing", [(1, "yaml_syntax")]),
        ("- a", [(1, "not_a_mapping")]),
        ("", [(1, "not_a_mapping")]),
        ("a: 1\nb: 2\na: 3", [(3, "yaml_duplicate_key")]),
        ("a: &x [1]\nb: *x", [(2, "yaml_alias")]),
        ("a: &x [*x]", [(1, "yaml_alias")]),
        ("? [a]\n: b", [(1, "not_text")]),
        ("a: 1\nb: x::JSCODE::y", [(2, "forbidden_text")]),
        ("a: 1\nb: {'::JSCODE::': 1}\nc: {d: 1, d: 2}", [(3, "yaml_duplicate_key"), (2, "forbidden_text")]),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_trusted_is_refused(
    text: str | bytes, faults: list[tuple[int, str]]
) -> None:
    with pytest.raises(SchemaFaults) as refused:
        parse_yaml(text, "f.yaml")
    assert [(fault.line, fault.code) for fault in refused.value.faults] == faults


def test_a_tag_makes_nothing() -> None:
    document = parse_yaml("a: !!python/object/apply:os.system [ls]", "f.yaml")
    assert document.content == {"a": ["ls"]}


def test_a_fault_reads_as_file_line_place_code() -> None:
    document = parse_yaml("a: 1", "f.yaml")
    assert str(document.fault(("a",), "unknown_key", key="a")) == "f.yaml:1 a: unknown_key key=a"
