"""What is written agrees with what is there: tables are generated, names are all mentioned."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from api.routes import ROUTES
from locales import catalogue
from tests.house import HOUSE, product_modules, strings, tree


@cache
def written() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((HOUSE / "docs").glob("*.md")))


def test_the_generated_tables_are_up_to_date() -> None:
    cog = str(Path(sys.executable).with_name("cog"))
    pages = [str(path) for path in sorted((HOUSE / "docs").glob("*.md"))]
    options = ["--check", "--diff", "-U", "-P", "-I", str(HOUSE)]
    checked = subprocess.run([cog, *options, *pages], cwd=HOUSE, capture_output=True, text=True)
    assert checked.returncode == 0, f"run `make docs`\n{checked.stdout}{checked.stderr}"


def test_every_route_is_documented() -> None:
    for route in ROUTES:
        path = re.sub(r":\w+}", "}", getattr(route, "path", ""))
        methods = sorted((getattr(route, "methods", None) or {"WebSocket"}) - {"HEAD"})
        for method in methods:
            assert re.search(rf"\| [\w, ]*\b{method}\b[\w, ]* \| `{re.escape(path)}`", written())


def test_every_setting_is_documented() -> None:
    settings = {
        name
        for path in product_modules()
        for text, _ in strings(path)
        for name in re.findall(r"\bTAIZHANG_[A-Z_]+", text)
    }
    assert settings
    assert {name for name in settings if f"`{name}`" not in written()} == set()


@pytest.mark.parametrize("language", ["zh_CN", "zh_HK", "en"])
def test_every_code_raised_has_its_sentence(language: str) -> None:
    sentences = catalogue(language)
    raised = {
        (code, f"{path.relative_to(HOUSE)}:{line}")
        for path in product_modules()
        for code, line in codes_raised(path)
    }
    assert raised
    known = {
        msgid.split(".", 1)[1] for msgid in sentences if msgid.startswith(("error.", "fault."))
    }
    assert {place for code, place in raised if code not in known} == set()


def codes_raised(path: Path) -> list[tuple[str, int]]:
    names = {"BadValue", "Refusal", "Problem", "BadExpression"}
    return [
        (str(node.args[0].value), node.lineno)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in names
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]


def test_every_link_of_the_documents_leads_somewhere() -> None:
    pages = [HOUSE / "README.md", *sorted((HOUSE / "docs").glob("*.md"))]
    dead = [
        f"{page.name}: {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert dead == []
