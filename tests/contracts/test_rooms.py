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
TESTS_PER_LINE = 0.6
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


@pytest.mark.parametrize("package", packages(), ids=path_of)
def test_a_package_says_what_it_holds(package):
    says = ast.get_docstring(tree_of(package / "__init__.py"))
    assert says
    assert len(says.splitlines()[0].split()) >= 5


@pytest.mark.parametrize("file", CODE, ids=path_of)
def test_a_file_says_what_it_is(file):
    says = ast.get_docstring(tree_of(file))
    assert says
    assert "TODO" not in text_of(file)


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
    from pages.contents import ENTRIES, HOME
    titles = {entry.name: tree("pages")[f"{entry.name}/"] for entry in ENTRIES}
    assert titles == {entry.name: entry.title for entry in ENTRIES}
    assert f"{HOME.name}/" in tree("pages")


@pytest.mark.parametrize("file", MIRRORED, ids=path_of)
def test_a_test_lies_where_what_it_tests_lies(file):
    folder = ROOT / file.parent.relative_to(ROOT / "tests")
    assert folder.is_dir(), f"{path_of(folder)} is no folder of the code"
    name = file.stem.removeprefix("test_")
    there = {path_of(one) for one in CODE if name in {one.stem, one.parent.name} and one.parent != ROOT}
    own = f"{path_of(folder)}/"
    assert not there or any(path.startswith(own) for path in there), f"{name} lies elsewhere: {sorted(there)}"


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

