"""A word means one thing, and says what it means."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.contracts.repository import CODE as FILES, nodes_of, path_of, tree_of

# What they stood for: precision, display or route; a cache; what a unit reaches; a context; a byte budget; the page's
# state; a controlled widget; top patches; a partial result; an ascent; batch sizes; positions of a window.
RIDDLES = {"way", "ways", "kept", "seen", "case", "room", "bench", "showing", "liked", "likes", "growing", "climb",
           "pace", "stops", "textbook", "made", "given"}


def public(file: Path, kinds: tuple[type[ast.stmt], ...]) -> Iterator[str]:
    """Yield the names that a module defines for others."""
    for node in tree_of(file).body:
        if not isinstance(node, kinds):
            continue
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names = [node.name]
        else:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            names = [name.id for target in targets for name in ast.walk(target or ast.Pass())
                     if isinstance(name, ast.Name)]
        yield from (name for name in names if not name.startswith("_"))


def test_no_module_and_nothing_it_offers_is_called_by_a_riddle():
    kinds = (ast.ClassDef, ast.FunctionDef, ast.Assign, ast.AnnAssign)
    assert [(path_of(file), name) for file in FILES for name in (file.stem, *public(file, kinds))
            if name.lower() in RIDDLES] == []


def test_no_parameter_of_what_it_offers_is_called_by_a_riddle():
    found = [(path_of(file), node.name, argument.arg) for file in FILES for node in nodes_of(file)
             if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
             for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
             if argument.arg in RIDDLES]
    assert found == []


def test_a_public_class_of_the_library_stands_in_one_module():
    homes: dict[str, list[str]] = defaultdict(list)
    for file in FILES:
        if path_of(file).startswith("explorer/"):
            for name in public(file, (ast.ClassDef,)):
                homes[name].append(path_of(file))
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}
