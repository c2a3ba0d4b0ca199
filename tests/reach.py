"""What a file reaches by its imports, read from the text of the files: nothing is imported, nothing has to be kept.

A name that comes through a package's face (``__init__.py`` or ``__init__.pyi``) is followed to the module it lives in,
so that who asks a package for one thing does not depend on all of it.
"""

from __future__ import annotations

import ast
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.contracts.repository import CODE, ROOT, nodes_of, text_of, tree_of

NAMED = re.compile(r"(?:^|(?:from|import)\s+)((?:explorer|pages|tests)(?:\.\w+)+)(?:$|:\w+$|\s)", re.MULTILINE)
"""A text that is a module's name, alone or with a name in it, or source that imports one; not a sentence about it."""
SCRIPT = re.compile(r"^(?:\w+/)*\w+\.py$")
PAGES = sorted((ROOT / "pages").glob("*/page.py"))
SHARED = ROOT / "tests" / "conftest.py"
"""Names the app, for tests in a browser; others do not reach it by that."""


@dataclass(slots=True)
class Uses:
    """What one file names: modules that it uses, and faces that it only passes through."""

    modules: set[Path] = field(default_factory=set)
    faces: set[Path] = field(default_factory=set)


def file_of(module: str) -> Path | None:
    """Return the file of a module of this repository."""
    base = ROOT.joinpath(*module.split("."))
    return next((file for file in (base.with_suffix(".py"), base / "__init__.py") if file.is_file()), None)


def module_of(file: Path) -> str:
    """Return a file's name as a module."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def absolute(node: ast.ImportFrom, file: Path) -> str:
    """Return the module that an import names, also where it is written relative to ``file``."""
    if not node.level:
        return node.module or ""
    package = module_of(file.with_suffix(".py")).split(".")
    above = package[:len(package) - node.level + (file.stem == "__init__")]
    return ".".join([*above, *([node.module] if node.module else [])])


@cache
def face(package: Path) -> dict[str, tuple[str, str]]:
    """Return where each name comes from that a package hands on: module and name there."""
    found: dict[str, tuple[str, str]] = {}
    for file in (package, package.with_suffix(".pyi")):
        for node in ast.walk(ast.parse(text_of(file))) if file.is_file() else ():
            if isinstance(node, ast.ImportFrom):
                module = absolute(node, file)
                names = [(alias.asname or alias.name, alias.name) for alias in node.names if alias.name != "*"]
                if len(names) < len(node.names) and (there := file_of(module)):
                    names += [(name, name) for name in (*defined(there), *face(there))]
                found |= {ours: (module, theirs) for ours, theirs in names}
    return found


def defined(file: Path) -> list[str]:
    """Return the functions and classes of a file."""
    return [node.name for node in tree_of(file).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def follow(module: str, name: str, found: Uses) -> None:
    """Note where ``name`` of ``module`` lives, and the faces on the way there."""
    if inner := file_of(f"{module}.{name}"):
        found.modules.add(inner)
        return
    file = file_of(module)
    if file is None:
        return
    if file.name == "__init__.py" and name in face(file):
        found.faces.update(one for one in (file, file.with_suffix(".pyi")) if one.is_file())
        there, called = face(file)[name]
        if (there, called) != (module, name):
            follow(there, called, found)
    else:
        found.modules.add(file)


@cache
def uses(file: Path) -> Uses:
    """Return what a file uses: by import, and by name in a text such as ``"-m explorer.jobs.worker"``."""
    found, bound, attributes = Uses(), {}, []
    for node in nodes_of(file):
        if isinstance(node, ast.ImportFrom):
            module = absolute(node, file)
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                if (target := file_of(inner)) and target.name == "__init__.py":
                    bound[alias.asname or alias.name] = inner
                follow(module, alias.name, found)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if target := file_of(alias.name):
                    found.modules.add(target)
                    bound[alias.asname or alias.name] = alias.name
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and file != SHARED:
            found.modules.update(named(node.value))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            attributes.append((node.value.id, node.attr))
    for name, attribute in attributes:
        if name in bound:
            follow(bound[name], attribute, found)
    found.modules.discard(file)
    if file.name == "__init__.py":  # a face is passed through, above; what it hands on is not what it uses
        handed_on = {target for there, called in face(file).values() for target in (file_of(f"{there}.{called}"),
                                                                                   file_of(there)) if target}
        found.modules -= set() if defined(file) else handed_on
    return found


def named(text: str) -> Iterator[Path]:
    """Yield the files that a text names as modules or by path."""
    for name in NAMED.findall(text):
        parts = name.split(".")
        found = next((file for end in range(len(parts), 1, -1) if (file := file_of(".".join(parts[:end])))), None)
        if found:
            yield found
    if SCRIPT.match(text) and (ROOT / text).is_file():
        yield ROOT / text


def beside(test: Path) -> Iterator[Path]:
    """Yield what a test uses without naming it: set-ups of its folders, the page of its folder, or all pages."""
    yield from (folder / "conftest.py" for folder in test.parents if (folder / "conftest.py").is_file())
    page = ROOT / test.parent.relative_to(ROOT / "tests") / "page.py"
    if page.is_file():
        yield page
    if ROOT / "pages" / "contents.py" in uses(test).modules:
        yield from PAGES


def reach(test: Path) -> dict[Path, int]:
    """Return every file that a test reaches, and how many steps away it is."""
    steps, waiting = {test: 0}, deque([test])
    while waiting:
        file = waiting.popleft()
        found = uses(file)
        more = beside(file) if file is test else ()
        for target in (*found.modules, *more):
            if target not in steps:
                steps[target] = steps[file] + 1
                waiting.append(target)
        for passed in found.faces:
            steps.setdefault(passed, steps[file] + 1)
    return steps


def readers_of(path: Path) -> set[Path]:
    """Return the modules that name a file which is not Python: a table, a picture, a script of the browser's."""
    return {file for file in CODE if path.name in text_of(file)}
