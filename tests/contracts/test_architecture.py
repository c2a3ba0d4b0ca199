"""Who may import whom."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.contents import ADMIN, ENTRIES, HOME
from tests.contracts.repository import CODE as FILES, ROOT, nodes_of, path_of

ARRAYS = {"numpy", "PIL"}
TORCH = {"torch", "torchvision", "captum", "safetensors"}
FACE = {"lazy_loader"}  # in each ``__init__.py``

# Part of the app -> packages from outside the standard library; the longest matching path counts.
OUTSIDE: dict[str, set[str]] = {
    "app.py": {"starlette", "streamlit"},
    "explorer": set(),
    "explorer/convolution": ARRAYS,
    "explorer/arrays.py": {"numpy"},
    "explorer/lettering.py": {"PIL"},
    "explorer/images": ARRAYS | {"pi_heif"},
    "explorer/runtime": {"numpy"},
    "explorer/scenes": ARRAYS,
    "explorer/figures": ARRAYS | {"pandas", "plotly"},
    "explorer/files": {"google", "numpy", "onnx"},
    "explorer/milestones": {"numpy", "torchvision"},
    "explorer/detection": {"numpy"},
    "explorer/exercises": {"numpy"},
    "explorer/lessons": set(),
    "explorer/accounts": {"sqlalchemy"},
    "explorer/classroom": {"sqlalchemy"},
    "explorer/homework": {"sqlalchemy"},
    "explorer/hosting": {"sqlalchemy"},
    "explorer/monitoring": {"prometheus_client", "sqlalchemy"},
    "explorer/networks": ARRAYS | TORCH,
    "explorer/training": ARRAYS | TORCH,
    "explorer/experiments": ARRAYS | TORCH | {"threadpoolctl"},
    "explorer/jobs": {"dbos", "sqlalchemy"},
    "explorer/jobs/child.py": set(),
    "explorer/jobs/migrations.py": {"alembic", "sqlalchemy"},
    "pages": {"numpy", "PIL", "streamlit"},
    "pages/ui/classroom_routes.py": {"starlette", "streamlit"},
    "pages/ui/components/scripts.py": {"starlette", "streamlit"},
    "pages/ui/mathml.py": {"latex2mathml"},
    "pages/ui/monitoring_routes.py": {"starlette", "streamlit"},
    "pages/ui/paper.py": {"segno", "starlette", "streamlit"},
    "pages/ui/previews.py": {"starlette", "streamlit"},
    "pages/ui/share/short_routes.py": {"starlette", "streamlit"},
}
# Part of the app -> parts of it that it may import, itself always included.
INSIDE: dict[str, set[str]] = {
    "app.py": {"explorer.classroom", "explorer.jobs", "explorer.monitoring", "explorer.runtime", "pages.contents",
               "pages.ui"},
    "explorer/__init__.py": {"explorer.networks"},
    "explorer/arrays.py": set(),
    "explorer/errors.py": set(),
    "explorer/lettering.py": set(),
    "explorer/numbers.py": set(),
    "explorer/link_values.py": {"explorer.errors"},
    "explorer/setting_checks.py": {"explorer.errors"},
    "explorer/settings.py": {"explorer.errors", "explorer.setting_checks"},
    "explorer/graph": {"explorer.errors", "explorer.settings"},
    "explorer/images": {"explorer.errors", "explorer.settings", "explorer.runtime"},
    "explorer/convolution": {"explorer.arrays", "explorer.errors", "explorer.lettering", "explorer.link_values",
                             "explorer.numbers", "explorer.settings", "explorer.graph"},
    "explorer/figures": {"explorer.arrays", "explorer.errors", "explorer.lettering", "explorer.settings",
                         "explorer.graph"},
    "explorer/files": {"explorer.errors", "explorer.settings", "explorer.graph", "explorer.figures"},
    "explorer/milestones": {"explorer.errors", "explorer.graph", "explorer.networks"},
    "explorer/detection": {"explorer.arrays", "explorer.errors", "explorer.numbers", "explorer.settings",
                           "explorer.convolution", "explorer.graph"},
    "explorer/exercises": {"explorer.arrays", "explorer.errors", "explorer.numbers", "explorer.convolution",
                           "explorer.detection", "explorer.graph"},
    "explorer/lessons": {"explorer.errors", "explorer.settings", "explorer.exercises"},
    "explorer/classroom": {"explorer.errors", "explorer.settings", "explorer.exercises", "explorer.graph",
                           "explorer.jobs", "explorer.runtime"},
    "explorer/accounts": {"explorer.errors", "explorer.settings", "explorer.classroom", "explorer.homework",
                          "explorer.jobs", "explorer.runtime", "explorer.training"},
    "explorer/homework": {"explorer.errors", "explorer.settings", "explorer.exercises", "explorer.jobs"},
    "explorer/hosting": {"explorer.errors", "explorer.settings", "explorer.jobs", "explorer.runtime"},
    "explorer/monitoring": {"explorer.errors", "explorer.settings", "explorer.jobs", "explorer.runtime"},
    "explorer/runtime": {"explorer.errors", "explorer.settings"},
    "explorer/scenes": {"explorer.arrays", "explorer.errors", "explorer.images"},
    "explorer/networks": {"explorer.arrays", "explorer.errors", "explorer.settings", "explorer.runtime",
                          "explorer.images", "explorer.graph", "explorer.files", "explorer.detection",
                          "explorer.scenes"},
    "explorer/training": {"explorer.arrays", "explorer.errors", "explorer.settings", "explorer.runtime",
                          "explorer.images", "explorer.graph", "explorer.networks", "explorer.scenes",
                          "explorer.detection"},
    "explorer/experiments": {"explorer.arrays", "explorer.errors", "explorer.numbers", "explorer.settings",
                             "explorer.runtime",
                             "explorer.convolution", "explorer.images", "explorer.graph", "explorer.networks",
                             "explorer.detection", "explorer.scenes", "explorer.training"},
    "explorer/jobs": {"explorer.errors", "explorer.settings", "explorer.runtime"},
    "explorer/jobs/child.py": {"explorer.errors", "explorer.settings", "explorer.runtime", "explorer.jobs",
                               "explorer.training"},
    "explorer/jobs/worker.py": {"explorer.errors", "explorer.settings", "explorer.runtime", "explorer.jobs",
                                "explorer.monitoring"},
    "pages": {"explorer"},
    "pages/ui": {"explorer"},
}
# Pages hand things to one another by address, so none imports another; the start page and lessons name them all.
HOUSES = {file.parent.name for file in (ROOT / "pages").glob("*/page.py")}
INSIDE |= {f"pages/{house}": {"explorer", "pages.ui"} for house in HOUSES}
INSIDE["pages/home"] |= {"pages.contents"}
INSIDE["pages/lessons"] |= {"pages.contents"}
# Edges of a process or thread, where an unforeseen error is logged or handed on to whoever waits for the result.
EDGES: set[str] = {"explorer/networks/inference/service.py", "explorer/jobs/worker.py", "explorer/jobs/child.py",
                   "explorer/monitoring/health.py", "explorer/monitoring/heart.py"}
LIGHT = {"home", "lessons", "pixels", "build_stack", "step_through", "classic_filters", "pooling", "layers",
         "architectures"}
NETWORK_PAGES = ("receptive_fields", "pixel_to_class", "feature_maps", "attribution", "fine_tune")
QUEUE = {"dbos", "sqlalchemy"}
HEAVY = {"torch", "torchvision", "captum", "scipy", "skimage", "sklearn", "dbos", "onnx"}


def imported(file: Path) -> Iterator[str]:
    for node in nodes_of(file):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path_of(file)} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rule(rules: dict[str, set[str]], file: Path) -> tuple[str, set[str]]:
    path = path_of(file)
    part = max((part for part in rules if path == part or path.startswith(f"{part}/")), key=len, default="")
    return part, rules.get(part, set())


def from_outside(file: Path) -> set[str]:
    """Return what a file imports from outside though its part may not."""
    packages = {name.split(".")[0] for name in imported(file)} - sys.stdlib_module_names - {"explorer", "pages", ""}
    return packages - rule(OUTSIDE, file)[1] - (FACE if file.name == "__init__.py" else set())


def from_inside(file: Path) -> set[str]:
    """Return what a file imports of the app though its part may not."""
    part, allowed = rule(INSIDE, file)
    allowed = allowed | {part.removesuffix(".py").replace("/", ".")}
    inside = {name for name in imported(file) if name.startswith(("explorer.", "pages."))}
    return {name for name in inside if not any(f"{name}.".startswith(f"{one}.") for one in allowed)}


@pytest.mark.parametrize("strangers", [from_outside, from_inside])
def test_a_file_imports_only_what_its_part_may(strangers):
    assert {path_of(file): found for file in FILES if (found := strangers(file))} == {}


def test_every_page_of_the_contents_is_a_house_with_a_rule():
    assert {HOME.name, ADMIN.name, *(entry.name for entry in ENTRIES)} == HOUSES


def test_every_part_of_the_library_has_a_rule():
    parts = {path_of(file) for file in (ROOT / "explorer").iterdir()
             if (file.suffix == ".py" or file.is_dir()) and not file.name.startswith("__")}
    assert parts <= set(INSIDE)


def test_nothing_swallows_errors_it_does_not_know():
    handlers = [(path_of(file), node.type) for file in FILES if path_of(file) not in EDGES
                for node in nodes_of(file) if isinstance(node, ast.ExceptHandler)]
    assert [path for path, caught in handlers if caught is None] == []
    assert [path for path, caught in handlers if caught for name in ast.walk(caught)
            if isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"}] == []


def test_light_pages_come_up_without_heavy_packages():
    """All in one process, one after the other, and each is named with what it is the first to load."""
    files = [entry.file for entry in (HOME, *ENTRIES) if entry.name in LIGHT and entry.exists]
    code = f"""
import sys
from streamlit.testing.v1 import AppTest
heavy, at = {HEAVY!r}, AppTest.from_file("pages/main.py", default_timeout=60).run()
for file in {files!r}:
    at = at.switch_page(file).run()
    assert not at.exception, (file, at.exception)
    if loaded := heavy & set(sys.modules):
        print(file, sorted(loaded))
    heavy -= loaded
print("opened")
"""
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.stdout.strip() == "opened", answer.stdout + answer.stderr


def test_the_database_of_jobs_is_left_alone_where_the_reader_has_none(tmp_path):
    code = f"""
import sys
from streamlit.testing.v1 import AppTest
for page in {NETWORK_PAGES!r}:
    at = AppTest.from_file("pages/main.py", default_timeout=120).run().switch_page(f"{{page}}/page.py").run()
    assert not at.exception, at.exception
print(sorted({QUEUE!r} & set(sys.modules)), "torch" in sys.modules)
"""
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False,
                            env=os.environ | {"EXPLORER_DATA": str(tmp_path)})
    assert answer.stdout.strip() == "[] True", answer.stderr


def test_parameters_of_the_address_are_read_and_written_in_one_place():
    others = {path_of(file): nodes_of(file) for file in FILES
              if path_of(file) not in {"pages/ui/state/address.py", "pages/ui/paper.py"}}  # the latter: of a picture
    assert [path for path, nodes in others.items() for node in nodes if isinstance(node, ast.Attribute)
            and node.attr in {"query_params", "experimental_set_query_params"}] == []
    assert [path for path, nodes in others.items() for node in nodes
            if isinstance(node, ast.keyword) and node.arg == "bind"] == []
