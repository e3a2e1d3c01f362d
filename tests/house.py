"""The tree as the tests of the house read it: files, their text, their syntax."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]

# Made on a machine and never kept; the same list as .gitignore.
MADE = {".git", ".venv", "workspace", "shots", "__pycache__", ".cache", ".hypothesis"}
MADE |= {".mypy_cache", ".pytest_cache", ".ruff_cache", ".import_linter_cache", ".coverage"}

LAYERS = ("locales", "registers", "db", "exports", "api", "pages", "app.py", "manage.py")


def entries(folder: Path = HOUSE) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name not in MADE)


def files(*suffixes: str, folder: Path = HOUSE) -> Iterator[Path]:
    """Every kept file below the folder whose name ends in one of the suffixes."""
    for path in entries(folder):
        if path.is_dir():
            yield from files(*suffixes, folder=path)
        elif path.name.endswith(suffixes):
            yield path


@cache
def product_modules() -> tuple[Path, ...]:
    """The Python the office runs: not the tests, not the bench."""
    return tuple(path for path in files(".py") if place(path).split("/")[0] in LAYERS)


def place(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Top-level names of what a module imports, with the line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.split(".")[0], node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0], node.lineno


def strings(path: Path) -> Iterator[tuple[str, int]]:
    """String literals of a module, f-strings piece by piece, docstrings left out."""
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value, node.lineno
