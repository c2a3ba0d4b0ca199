"""Packages of the library are imported by their faces, and naming a face costs nothing."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from tests.contracts.repository import CODE, ROOT, nodes_of, packages, path_of, tree_of

STUBS = {".".join(stub.parent.relative_to(ROOT).parts): stub
         for stub in sorted((ROOT / "explorer").rglob("__init__.pyi"))}
"""Faces whose names are loaded when they are first used."""
EAGER = {"explorer.graph"}
"""Faces that load all they offer at once, as that is the standard library only."""
FACES = {*STUBS, *EAGER}
HEAVY = {"torch", "torchvision", "captum", "scipy", "skimage", "sklearn", "safetensors", "dbos", "sqlalchemy", "pandas",
         "plotly", "onnx"}
# File -> what it imports within a function or for types only, and why.
TORCHVISION = "takes 4 s, which only those wait who need it"
CAPTUM = "takes 3.5 s, which only those wait who need it"
INNER = {
    "explorer/jobs/forecast.py": {"dbos": "a type; pages forecast without a queue"},
    "explorer/jobs/records.py": {"dbos": "a type; records are read where there is no queue"},
    "explorer/jobs/schema.py": {"explorer.jobs.migrations": "Alembic takes 0.4 s, and there is seldom a step to take"},
    "explorer/monitoring/job_line.py": {"sqlalchemy": "a type; a server without PostgreSQL is looked at without it"},
    "explorer/networks/attribution/backward.py": {"captum.attr": CAPTUM},
    "explorer/networks/attribution/cam.py": {"captum.attr": CAPTUM},
    "explorer/networks/inference/feature_maps.py": {"torchvision.models.feature_extraction": TORCHVISION},
    "explorer/networks/loaders.py": {"explorer.networks.network": "a type; kinds of networks are named without torch"},
    "explorer/networks/pretrained.py": {"torchvision": TORCHVISION},
    "explorer/networks/torchvision_graphs.py": {"torchvision": TORCHVISION},
    "explorer/training/augmentation/geometry.py": {"torchvision.transforms": TORCHVISION},
    "explorer/training/data/published.py": {"torchvision": TORCHVISION},
}


def package_of(module: str) -> str:
    """Return the library's package that a module is part of, such as ``explorer.networks``."""
    return ".".join(module.split(".")[:2])


@cache
def offered(face: str) -> frozenset[str]:
    if face in EAGER:
        return frozenset(importlib.import_module(face).__all__)
    nodes = ast.walk(ast.parse(STUBS[face].read_text(encoding="utf-8")))
    return frozenset(alias.asname or alias.name for node in nodes if isinstance(node, ast.ImportFrom)
                     for alias in node.names)


def reached(file: Path) -> Iterator[tuple[str, str]]:
    """Yield module and name of what ``file`` imports from packages of the library that it is not part of."""
    own = package_of(path_of(file).removesuffix(".py").replace("/", "."))
    parts = {package_of(face) for face in FACES}
    for node in nodes_of(file):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.split(".")[0] == "explorer")
        elif isinstance(node, ast.ImportFrom) and node.module and package_of(node.module) in parts - {own}:
            yield from ((node.module, alias.name) for alias in node.names)


def test_nobody_reaches_past_a_face():
    past = {f"{path_of(file)}: {module} {name}" for file in CODE for module, name in reached(file)
            if not (f"{module}.{name}" in FACES or (module in FACES and name in offered(module)))}
    assert past == set()


def test_imports_stand_at_the_top_unless_there_is_a_reason():
    inner = {path_of(file): {node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
                             for node in nodes_of(file)
                             if isinstance(node, ast.Import | ast.ImportFrom) and node not in tree_of(file).body}
             for file in CODE}
    assert {path: found for path, found in inner.items() if found} == {path: set(why) for path, why in INNER.items()}


def test_every_package_of_the_library_is_a_face_or_lies_behind_one():
    inside = {".".join(package.relative_to(ROOT).parts) for package in packages() if "explorer" in package.parts}
    assert {package for package in inside if package.count(".") == 1} <= FACES


@pytest.mark.parametrize("face", sorted(FACES))
def test_a_face_offers_what_it_names(face):
    module = importlib.import_module(face)
    assert [name for name in offered(face) if not hasattr(module, name)] == []


def test_a_module_does_not_take_the_place_of_a_name_that_is_called_like_it():
    doubles = [(face, name) for face, stub in STUBS.items() for name in sorted(offered(face))
               if (stub.parent / f"{name}.py").exists()]
    lines = [f"import {face}.{name}; assert not isinstance({face}.{name}, type(sys)), '{face}.{name}'"
             for face, name in doubles if not isinstance(getattr(importlib.import_module(face), name), ModuleType)]
    assert lines
    subprocess.run([sys.executable, "-c", "import sys\n" + "\n".join(lines)], cwd=ROOT, check=True)


def loaded_by(code: str) -> set[str]:
    """Return the heavy packages that ``code`` loads, run by a process of its own."""
    told = f"import sys\n{code}\nprint(sorted({HEAVY!r} & set(sys.modules)))"
    # Through its input: what a command line holds ends at 128 KB, and all pages' imports are more.
    answer = subprocess.run([sys.executable, "-"], input=told, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    return set(ast.literal_eval(answer.stdout.splitlines()[-1]))


def test_naming_the_library_and_its_packages_loads_nothing_heavy():
    assert loaded_by("import explorer\n" + "\n".join(f"import {face}" for face in sorted(FACES))) == set()


def test_importing_what_pages_are_made_of_loads_nothing_heavy():
    tops = [ast.unparse(node) for file in CODE if path_of(file).startswith("pages/")
            for node in tree_of(file).body if isinstance(node, ast.Import | ast.ImportFrom)
            and getattr(node, "module", "") != "__future__"]
    modules = [f"import {path_of(file).removesuffix('.py').replace('/', '.')}" for file in CODE
               if path_of(file).startswith("pages/") and file.name not in {"page.py", "main.py", "__init__.py"}]
    # Streamlit itself loads a part of plotly.
    assert loaded_by("\n".join(["import logging; logging.disable()", *tops, *modules])) <= {"plotly"}
