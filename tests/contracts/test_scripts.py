"""The scripts of pages/web are files that import one another, and say each thing once."""

from __future__ import annotations

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.ui.components import scripts
from tests.contracts.repository import CODE, ROOT, SCRIPTS, nodes_of, path_of, text_of

WEB = ROOT / "pages" / "web"
EXPORT = re.compile(r"^export (?:const|let|class|async function|function) (\w+)", re.MULTILINE)
NAMES = re.compile(r'^import \{([^}]*)\} from "([^"]+)";', re.MULTILINE)
FUNCTION = re.compile(r"^(?:export )?function \w+\(.*\) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
COLUMNS = 120
JAVASCRIPT = ("=> ", "const {", "document.query", "addEventListener", "export default", "import(", "<script")


def imports(file: Path) -> list[Path]:
    """Return the files that a script imports."""
    return [(file.parent / address).resolve() for address in scripts.IMPORT.findall(text_of(file))]


def texts(file: Path) -> Iterator[str]:
    """Yield the texts that stand in a Python file, without its docstrings."""
    said = {id(node.value) for node in nodes_of(file) if isinstance(node, ast.Expr)}
    yield from (node.value for node in nodes_of(file)
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said)


def test_what_a_script_imports_is_there():
    assert [(path_of(file), path) for file in SCRIPTS for path in imports(file) if path not in SCRIPTS] == []
    for file in SCRIPTS:
        for names, address in NAMES.findall(text_of(file)):
            exported = EXPORT.findall(text_of((file.parent / address).resolve()))
            asked = {name.strip() for name in names.split(",") if name.strip()}
            assert asked <= set(exported), f"{path_of(file)}: {address}"


def test_no_script_imports_itself_in_the_end():
    def reached(file: Path, way: tuple[Path, ...]) -> None:
        assert file not in way, " > ".join(map(path_of, (*way, file)))
        for other in imports(file):
            reached(other, (*way, file))

    for file in SCRIPTS:
        reached(file, ())


def test_what_all_share_knows_no_component_and_arithmetic_knows_no_page():
    allowed = {"loader.js": set(), "frame": set(), "math": {"math"}, "kit": {"kit"},
               "components": {"math", "kit", "components"}}
    strangers = [(path_of(file), path_of(other)) for file in SCRIPTS for other in imports(file)
                 if other.relative_to(WEB).parts[0] not in allowed[file.relative_to(WEB).parts[0]]
                 or (other.parent.parent.name == "components" and other.parent != file.parent
                     and not is_part(file, other))]
    assert strangers == []


def is_part(file: Path, other: Path) -> bool:
    """Say whether a component draws another as a part of itself: of that it knows no more than what it draws."""
    drawn = re.findall(r'^import \{ (\w+) \} from "\.\./(\w+)/index\.js";$', text_of(file), re.MULTILINE)
    name = other.parent.name
    return other.name == "index.js" and [part for part, folder in drawn if folder == name] == [camel(name)]


def camel(name: str) -> str:
    """Return the name that a component has in scripts."""
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def test_python_holds_no_javascript():
    assert [(path_of(file), text) for file in CODE for text in texts(file)
            if any(sign in text for sign in JAVASCRIPT)] == []


@pytest.mark.parametrize("folder", sorted((WEB / "components").iterdir()), ids=lambda folder: folder.name)
def test_streamlit_is_given_no_more_than_where_a_component_lies(folder):
    around = text_of(WEB / "loader.js").split('"FILES"')
    given = scripts.loader(folder.name)
    assert given.startswith(around[0])
    assert given.endswith(around[1])
    files = json.loads(f"[{given[len(around[0]):-len(around[1])]}]")
    assert files[0] == f"web/{scripts.version()}/components/{folder.name}/index.js"
    assert len(set(files)) == len(files) == len(scripts.needed(folder / "index.js"))
    assert "export default" in text_of(folder / "index.js")


def test_no_two_scripts_have_a_function_of_the_same_body():
    found = defaultdict(list)
    for file in SCRIPTS:
        for body in FUNCTION.findall(text_of(file)):
            found[re.sub(r"\s+", " ", body)].append(path_of(file))
    assert {body: files for body, files in found.items() if len(files) > 1 and len(body) > 60} == {}


def test_lines_fit():
    assert [f"{path_of(file)}:{number}" for file in SCRIPTS
            for number, line in enumerate(text_of(file).splitlines(), 1) if len(line) > COLUMNS] == []
