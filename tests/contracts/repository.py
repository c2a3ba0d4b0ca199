"""The repository as its contracts read it: where things lie, and what stands in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSES = ("explorer", "pages")
CODE = sorted([ROOT / "app.py", *(file for house in HOUSES for file in (ROOT / house).rglob("*.py"))])
"""Every Python file of the app."""
TESTS = sorted(file for kind in ("*.py", "*.js") for file in (ROOT / "tests").rglob(kind)
               if "node_modules" not in file.parts)
SCRIPTS = sorted((ROOT / "pages" / "web").rglob("*.js"))
"""What runs in the browser."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def path_of(file: Path) -> str:
    """Return a path as it is written in this repository."""
    return file.relative_to(ROOT).as_posix()


@cache
def text_of(file: Path) -> str:
    """Return what stands in a file."""
    return file.read_text(encoding="utf-8")


@cache
def tree_of(file: Path) -> ast.Module:
    """Return a Python file as a tree."""
    return ast.parse(text_of(file))


@cache
def nodes_of(file: Path) -> tuple[ast.AST, ...]:
    """Return all that a Python file's tree holds: contracts go through it again and again."""
    return tuple(ast.walk(tree_of(file)))


def length(file: Path) -> int:
    """Return the number of lines."""
    return len(text_of(file).splitlines())


def functions(file: Path) -> Iterator[Function]:
    """Yield the functions of a file, those inside others too."""
    yield from (node for node in nodes_of(file) if isinstance(node, Function))


def packages() -> list[Path]:
    """Return every folder of the app that holds Python files."""
    return sorted({file.parent for file in CODE if file.parent not in {ROOT, ROOT / "pages"}})
