"""Every room says what it holds, tests stand where the code stands, and nothing grows too large."""

from __future__ import annotations

import ast
import re
from statistics import median

import pytest

from tests.contracts.repository import (
    CODE,
    HOUSES,
    ROOT,
    SCRIPTS,
    TESTS,
    functions,
    length,
    packages,
    path_of,
    text_of,
    tree_of,
)

DRAWN, TREES = ("explorer", "pages", "pages/web", "tests"), ("pages", "tests")
DRAWN = tuple(room for room in DRAWN if (ROOT / room / "README.md").exists())
MODULE_LINES, TEST_LINES, FUNCTION_LINES, PAGE_LINES = 300, 350, 60, 70
TESTS_PER_LINE = 0.8
MIRRORED = sorted(file for house in HOUSES for file in (ROOT / "tests" / house).rglob("test_*.py"))


def drawn(room: str) -> str:
    """Return the first drawing in the README of a folder."""
    found = re.search(r"```\n(.+?)```", text_of(ROOT / room / "README.md"), re.DOTALL)
    assert found, f"{room}/README.md draws no rooms"
    return found[1]


def tree(room: str) -> dict[str, str]:
    """Return what a drawing says of each path below its folder, where it is a tree."""
    found, above = {}, {}
    for line in drawn(room).splitlines():
        name, says = line.strip().split(maxsplit=1)
        depth = len(line) - len(line.lstrip())
        above = {level: path for level, path in above.items() if level < depth} | {depth: name}
        found["".join(above[level] for level in sorted(above))] = says
    return found


def test_every_package_says_what_it_holds():
    says = {package: ast.get_docstring(tree_of(package / "__init__.py")) or "" for package in packages()}
    assert [path_of(package) for package, text in says.items() if len(text.partition("\n")[0].split()) < 5] == []


def test_every_file_says_what_it_is():
    assert [path_of(file) for file in CODE if not ast.get_docstring(tree_of(file))] == []
    assert [path_of(file) for file in CODE if "TODO" in text_of(file)] == []


@pytest.mark.parametrize("room", DRAWN)
def test_a_drawing_shows_every_folder(room):
    folders = {child.name for child in (ROOT / room).iterdir()
               if child.is_dir() and any(child.rglob("*.*")) and not child.name.startswith(("_", "."))}
    assert folders <= set(re.findall(r"[\w.]+", drawn(room)))


@pytest.mark.parametrize("room", TREES)
def test_a_tree_shows_nothing_that_is_not_there(room):
    assert [path for path in tree(room) if not (ROOT / room / path).exists()] == []
    assert [path for path in tree(room) if path.endswith("/") != (ROOT / room / path).is_dir()] == []


def test_pages_are_drawn_with_their_titles():
    from pages.contents import ADMIN, ENTRIES, HOME
    titles = {entry.name: tree("pages")[f"{entry.name}/"] for entry in (*ENTRIES, ADMIN)}
    assert titles == {entry.name: entry.title for entry in (*ENTRIES, ADMIN)}
    assert f"{HOME.name}/" in tree("pages")


def test_a_folder_of_tests_is_a_folder_of_the_code():
    folders = {file.parent.relative_to(ROOT / "tests") for file in MIRRORED}
    assert [folder.as_posix() for folder in folders if not (ROOT / folder).is_dir()] == []


def test_a_test_that_is_named_after_a_module_lies_where_the_module_lies():
    homes: dict[str, set[str]] = {}
    for file in CODE:
        for name in {file.stem, file.relative_to(ROOT).parent.name}:
            homes.setdefault(f"test_{name}", set()).add(f"tests/{path_of(file.parent)}/")
    strays = {path_of(file): found for file in MIRRORED if (found := homes.get(file.stem))
              and not any(home.startswith(f"{path_of(file.parent)}/") for home in found)}
    assert strays == {}


def test_there_are_nearly_as_many_lines_of_tests_as_of_code():
    tests, code = (sum(map(length, files)) for files in (TESTS, [*CODE, *SCRIPTS]))
    assert tests >= TESTS_PER_LINE * code


def test_no_file_is_too_long_to_be_read_at_once():
    assert {path_of(file): length(file) for file in [*CODE, *SCRIPTS] if length(file) > MODULE_LINES} == {}
    assert {path_of(file): length(file) for file in TESTS if length(file) > TEST_LINES} == {}


def test_no_function_is_too_long_to_be_seen_at_once():
    long = {f"{path_of(file)}:{function.name}": lines for file in CODE for function in functions(file)
            if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES}
    assert long == {}


def test_modules_are_deep_rather_than_many():
    files = [file for file in CODE if file.name != "__init__.py"]
    assert median(map(length, files)) >= 100


def test_the_launcher_and_the_pages_are_short():
    pages = [file for file in CODE if file.name in {"page.py", "main.py", "app.py"}]
    assert {path_of(file): length(file) for file in pages if length(file) > PAGE_LINES} == {}

