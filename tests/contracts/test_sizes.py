"""MB is 10^6 bytes and MiB 2^20, because one function writes all sizes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.contracts.repository import CODE, path_of, tree_of

HOME = "explorer/runtime/sizes.py"
UNIT = re.compile(r"\b[kKMGT]i?B\b")
FORMATTED = re.compile(r"\}\s*[kKMGT]i?B\b")
BINARY = {2**10, 2**20, 2**30}
DECIMAL = {10**6, 10**9}


def texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def divisors(tree: ast.AST) -> Iterator[float]:
    """Yield the numbers that something is divided by, as far as they stand there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div | ast.FloorDiv):
            try:
                yield eval(compile(ast.Expression(node.right), "", "eval"), {"__builtins__": {}})
            except (NameError, TypeError, AttributeError):
                continue


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_sizes_are_written_by_one_function():
    trees = {path_of(file): tree_of(file) for file in CODE if path_of(file) != HOME}
    assert [(path, text) for path, tree in trees.items() for text in texts(tree) if FORMATTED.search(text)] == []
    assert [path for path, tree in trees.items() if not BINARY.isdisjoint(divisors(tree))] == []
    by_hand = [(path, function.name) for path, tree in trees.items() if not DECIMAL.isdisjoint(divisors(tree))
               for function in functions(tree)
               if any(map(UNIT.search, texts(function))) and not DECIMAL.isdisjoint(divisors(function))]
    assert by_hand == []


@pytest.mark.parametrize(("code", "caught"), [
    ("f'{size / 1e6:.1f} MB'", True), ("_('{size:.0f} MB')", True), ("size // 2**20", True),
    ("size / 1024", True), ("size / 2", False), ("size_text(size)", False)])
def test_the_check_sees_what_was_written_by_hand_before(code, caught):
    tree = ast.parse(code)
    assert (any(map(FORMATTED.search, texts(tree))) or not BINARY.isdisjoint(divisors(tree))) is caught
