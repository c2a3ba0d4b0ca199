"""A page's imports come in the background, once, and nothing that is asked for breaks that."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from pages.contents import ENTRIES
from pages.ui import warming

LOADS = """
import sys
from pages.ui import warming
before = set(sys.modules)
warming.warm(warming.PAGES / "build_stack" / "page.py")
new = set(sys.modules) - before
wanted = ("explorer.graph.report", "pages.build_stack.toolbar", "torch", "pages.build_stack.page")
print(*(name in new for name in wanted))
"""


@pytest.fixture
def begun(monkeypatch):
    """The scripts whose imports were begun."""
    found = []
    monkeypatch.setattr(warming, "_begin", lambda script: found.append(script.relative_to(warming.PAGES).as_posix()))
    return found


@pytest.mark.parametrize(("path", "script"), [
    ("/", "home"), ("", "home"), ("/build_stack", "build_stack"), ("/cnn/build_stack", "build_stack"),
    ("/cnn/", "home"), ("/pooling/", "pooling")])
def test_the_page_that_is_asked_for_is_expected(begun, path, script):
    warming.expect(path)
    assert begun == [f"{script}/page.py"]


@pytest.mark.parametrize("path", ["/ui", "/../etc/passwd", "/locales", "/no_such_page", "/%2e%2e", "/a/ui/"])
def test_what_is_no_page_shows_the_start_page(begun, path):
    warming.expect(path)
    assert begun == ["home/page.py"]


def test_every_page_of_the_contents_is_found(begun):
    for entry in ENTRIES:
        warming.expect(f"/{entry.name}")
    assert begun == [f"{entry.name}/page.py" for entry in ENTRIES]


def test_what_a_page_imports_is_there_without_running_it_and_without_torch():
    told = subprocess.run([sys.executable, "-c", LOADS], cwd=warming.PAGES.parent, capture_output=True, text=True,
                          check=True)
    assert told.stdout.split() == ["True", "True", "False", "False"]


def test_a_script_whose_imports_are_broken_is_left_to_the_page_itself(tmp_path):
    script = tmp_path / "page.py"
    script.write_text("import no_such_module\nfrom json import dumps, no_such_name\nimport colorsys\n")
    sys.modules.pop("colorsys", None)
    try:
        warming.warm(script)
        assert "colorsys" in sys.modules
    finally:
        gc.unfreeze()
