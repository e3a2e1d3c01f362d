"""The rules of the house that no single part could keep alone."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.house import (
    HOUSE,
    LAYERS,
    entries,
    files,
    imported,
    place,
    product_modules,
    strings,
    tree,
)

EXPECTED = {
    *LAYERS, ".ci", ".gitattributes", ".gitignore", ".streamlit", "CHANGELOG.md", "Makefile",
    "README.md", "bench", "docs", "pyproject.toml", "requirements-dev.txt", "requirements.txt",
    "schemas", "start.bat", "tests",
}  # fmt: skip

# A library and the only places that may speak to it.
OWNED = {
    "sqlite3": ("db/",),
    "pysqlite3": ("db/",),
    "sqlite_utils": ("db/",),
    "streamlit": ("pages/", "app.py"),
    "st_aggrid": ("pages/",),
    "xlsxwriter": ("exports/",),
    "python_calamine": ("db/importing/",),
    "xlrd": ("db/importing/",),
    "sqlglot": ("registers/",),
    "argon2": ("db/",),
}

WRITING_SQL = re.compile(
    r"\b(INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|DROP\s+TABLE)\b",
    re.IGNORECASE,
)
MACHINE_PATH = re.compile(
    r"(?<![\w.])/(?:work|root|home|tmp|opt|Users)/\w|[A-Z]:\\\\?(?:Users|work)"
)


@pytest.mark.parametrize(
    "tool",
    ["ruff check .", "ruff format --check .", "mypy", "lint-imports"],
    ids=["style", "layout", "types", "layers"],
)
@pytest.mark.timeout(300)
def test_the_checkers_have_nothing_to_say(tool: str) -> None:
    name, *options = tool.split()
    command = [str(Path(sys.executable).with_name(name)), *options]
    checked = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True)
    assert checked.returncode == 0, f"{checked.stdout}{checked.stderr}"


def test_a_library_is_spoken_to_in_its_own_folder_only() -> None:
    trespassers = [
        f"{place(path)}:{line} imports {name}"
        for path in product_modules()
        for name, line in imported(path)
        if name in OWNED and not place(path).startswith(OWNED[name])
    ]
    assert trespassers == []


def test_every_library_imported_is_pinned_exactly() -> None:
    pins = {
        canonical(line.split("==")[0]): line
        for line in (HOUSE / "requirements.txt").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    }
    assert [line for line in pins.values() if not re.match(r"[\w.-]+==[\w.]+", line)] == []
    distributions = packages_distributions()
    unpinned = {
        f"{place(path)}:{line} imports {name}"
        for path in product_modules()
        for name, line in imported(path)
        if name in distributions and not any(canonical(one) in pins for one in distributions[name])
    }
    assert unpinned == set()


def canonical(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def test_only_the_ledger_says_what_to_write() -> None:
    found = [
        f"{place(path)}:{line}: {text.strip()[:60]}"
        for path in product_modules()
        if not place(path).startswith("db/")
        for text, line in strings(path)
        if WRITING_SQL.search(text)
    ]
    assert found == []


def test_nobody_asks_what_type_a_field_is_or_which_register_it_serves() -> None:
    special = [
        f"{place(path)}:{node.lineno}"
        for path in product_modules()
        if not place(path).startswith("registers/fields/")
        for node in special_cases(path)
    ]
    assert special == []


def special_cases(path: Path) -> Iterator[ast.expr]:
    """Comparisons such as `field.type == "money"`, `sheet.key in ("keys",)`, `match field.type`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(names_a_kind(side) for side in sides) and any(
                is_literal(side) for side in sides
            ):
                yield node
        elif isinstance(node, ast.Match) and names_a_kind(node.subject):
            yield node.subject


def names_a_kind(node: ast.expr) -> bool:
    if not isinstance(node, ast.Attribute):
        return False
    owner = ast.unparse(node.value).split(".")[-1]
    return node.attr in ("type", "type_name") or (
        node.attr == "key" and owner in ("register", "sheet", "field", "form")
    )


def is_literal(node: ast.expr) -> bool:
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(is_literal(item) for item in node.elts)
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_the_grid_does_not_ask_either() -> None:
    asked = re.compile(
        r"""\b(?:register|sheet)(?:\.key)?\s*===?\s*["'`]|\.type\s*===?\s*["'`]field"""
    )
    found = [
        f"{place(path)}:{number}: {line.strip()}"
        for path in files(".js")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if asked.search(line)
    ]
    assert found == []


def test_a_file_has_one_idea() -> None:
    long = {
        place(path): lines
        for path in files(".py", ".js", ".css", ".html", ".sh")
        if (lines := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_every_module_says_what_it_is_about() -> None:
    silent = [
        place(p) for p in product_modules() if p.stat().st_size and not ast.get_docstring(tree(p))
    ]
    assert silent == []


def test_nothing_lies_about_at_the_top() -> None:
    assert {path.name for path in entries()} == EXPECTED


def test_nothing_points_at_one_machine() -> None:
    kept = (
        ".py",
        ".js",
        ".yaml",
        ".toml",
        ".md",
        ".txt",
        ".bat",
        ".po",
        ".css",
        ".html",
        "Makefile",
    )
    found = [
        f"{place(path)}:{number}: {line.strip()[:80]}"
        for path in files(*kept)
        if path != Path(__file__)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert found == []


def test_the_windows_starter_does_what_make_run_does() -> None:
    raw = (HOUSE / "start.bat").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf"), "cmd.exe would read the byte order mark as a word"
    assert raw.count(b"\n") == raw.count(b"\r\n"), "cmd.exe needs CRLF"
    text = raw.decode("utf-8")
    assert "chcp 65001" in text
    assert "pip install --quiet --requirement requirements.txt" in text
    assert "manage.py serve" in text


def test_make_says_what_it_can_do() -> None:
    said = subprocess.run(["make", "help"], cwd=HOUSE, capture_output=True, text=True, check=True)
    for word in ("run", "test", "lint", "fix", "bench", "demo", "docs", "clean"):
        assert f"make {word}" in said.stdout
