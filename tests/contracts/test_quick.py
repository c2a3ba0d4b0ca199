"""The quick loop chooses what a change can break, nearest first, and leaves nothing out that a test really runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import quick, reach
from tests.contracts.repository import ROOT, path_of

RECORDED = """
import sys, threading, pytest
from pathlib import Path
root, test = sys.argv[1:]
called = set()
def note(frame, event, _argument):
    if event == "call" and frame.f_code.co_flags & 1:  # a function, not the body of a class or module
        called.add(frame.f_code.co_filename)
class Recorder:
    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self):
        sys.setprofile(note), threading.setprofile(note)
        try:
            return (yield)
        finally:
            sys.setprofile(None), threading.setprofile(None)
code = pytest.main(["-q", "-p", "no:cacheprovider", test], plugins=[Recorder()])
inside = [Path(name).relative_to(root).as_posix() for name in called if name.startswith(root + "/")]
print("called:", *sorted(one for one in inside if one.startswith(("explorer/", "pages/"))))
sys.exit(code)
"""


def chosen(*paths):
    return [path_of(test) for test in quick.chosen([ROOT / path for path in paths])]


@pytest.mark.parametrize("test", [
    "tests/explorer/convolution/filters/test_similarity.py", "tests/explorer/networks/test_preprocessing.py",
    "tests/pages/ui/components/test_confusion.py"])
def test_every_file_of_which_a_test_calls_something_is_reached_by_it(test):
    told = subprocess.run([sys.executable, "-c", RECORDED, str(ROOT), test], cwd=ROOT, capture_output=True, text=True,
                          check=False)
    called = {ROOT / name for name in told.stdout.rpartition("called:")[2].split()}
    assert called, told.stdout + told.stderr
    assert {path_of(file) for file in called - set(reach.reach(ROOT / test))} == set()


@pytest.mark.parametrize(("path", "first"), [
    ("explorer/graph/text.py", "tests/explorer/graph/test_text.py"),
    ("explorer/convolution/filters/kernels.py", "tests/explorer/convolution/filters/test_kernels.py"),
    ("pages/pooling/shift.py", "tests/pages/pooling/test_pooling.py"),
    ("tests/explorer/graph/test_text.py", "tests/explorer/graph/test_text.py")])
def test_what_is_nearest_to_a_change_comes_first(path, first):
    assert chosen(path)[0] == first


def test_linter_and_types_come_right_after_the_tests_of_the_file_itself():
    order = chosen("explorer/convolution/filters/kernels.py")
    assert order.index("tests/contracts/test_style.py") == 1
    assert order.index("tests/pages/classic_filters/test_classic_filters.py") < order.index(
        "tests/contracts/test_rooms.py")


def test_what_a_page_alone_uses_needs_no_test_of_another_page():
    pages = {Path(test).parts[2] for test in chosen("pages/pooling/shift.py") if test.startswith("tests/pages/")}
    frame = {"ui", "home", "lessons"}  # their tests open the whole app: the latter two lead into all other pages
    assert {name for name in pages if not name.startswith("test_")} - frame == {"pooling"}


def test_what_all_stands_on_is_checked_by_all_but_browser_and_benchmarks():
    tests = chosen("explorer/errors.py")
    assert len(tests) > 100
    assert not any(test.startswith(quick.LEFT_OUT) for test in tests)


@pytest.mark.parametrize(("path", "named"), [
    ("explorer/networks/catalogue.json", "tests/explorer/networks/test_catalogue.py"),
    ("explorer/jobs/worker.py", "tests/explorer/jobs/test_both_databases.py"),
    ("tests/explorer/jobs/stand_in.py", "tests/explorer/jobs/test_crash.py"),
    ("tests/explorer/graph/strategies.py", "tests/explorer/graph/test_random_stacks.py")])
def test_a_table_a_process_and_a_helper_of_tests_are_followed_too(path, named):
    assert named in chosen(path)


def test_whatever_changes_the_contracts_are_kept():
    contracts = {path_of(file) for file in (ROOT / "tests" / "contracts").glob("test_*.py")}
    for path in ("README.md", "explorer/graph/text.py", ".streamlit/config.toml"):
        assert contracts <= set(chosen(path))


def test_a_run_that_is_stopped_has_not_done_what_it_was_busy_with():
    clock = quick.Clock(0)
    for file in ("one.py", "two.py"):
        clock.pytest_runtest_logreport(pytest.TestReport(f"{file}::test", ("", 0, ""), {}, "passed", None, "call"))
    with pytest.raises(pytest.exit.Exception):
        clock.pytest_runtest_logfinish()
    assert clock.done == {"one.py"}
    assert not clock.failed
