"""Log lines as JSON, without anything that a reader typed."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from explorer.runtime.logs import ABOUT, JsonLines, known_id, new_id, places, settle_logs, short_path

ROOT = Path(__file__).parents[3]


def line(message="Said %s", *values, error=None, **told):
    """Return what a record becomes."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("explorer.x", logging.WARNING, __file__, 1, message, values, info)
    record.told = told
    return json.loads(JsonLines("app").format(record))


def broken():
    try:
        raise ValueError("Ada's secret")
    except ValueError as error:
        return error


def test_a_record_is_one_object_with_moment_level_process_and_words():
    found = line("Said %s\nand more", "ü", page="pixels")
    assert (found["level"], found["logger"], found["message"]) == ("warning", "explorer.x", "Said ü\nand more")
    assert found["process"].startswith("app-")
    assert found["time"].endswith("Z")
    assert found["page"] == "pixels"
    assert "\n" not in JsonLines("app").format(logging.LogRecord("x", 20, "", 1, "a\nb", (), None))


def test_what_is_done_for_a_request_is_logged_under_its_name():
    token = ABOUT.set({"request": "abc"})
    try:
        assert line("x")["request"] == "abc"
    finally:
        ABOUT.reset(token)
    assert "request" not in line("x")


def test_an_error_is_told_by_its_class_and_places_and_not_by_its_words():
    found = line("Uncaught app execution", error=broken())
    assert found["error"] == "ValueError"
    assert found["trace"][-1].startswith("tests/explorer/runtime/test_logs.py:")
    assert found["trace"][-1].endswith(" broken")
    assert "Ada" not in json.dumps(found)


@pytest.mark.parametrize(("file", "short"), [
    (str(ROOT / "pages" / "main.py"), "pages/main.py"), ("/usr/lib/python3/json/decoder.py", "decoder.py"),
    ("/home/ada/.venv/lib/site-packages/torch/nn/x.py", "torch/nn/x.py"), ("<string>", "<string>")])
def test_a_place_tells_nothing_of_this_machine(file, short):
    assert short_path(file) == short


def test_of_a_deep_trace_the_innermost_places_are_told():
    def deep(left):
        return deep(left - 1) if left else 1 / 0

    with pytest.raises(ZeroDivisionError) as caught:
        deep(50)
    assert len(places(caught.value.__traceback__)) == 12


@pytest.mark.parametrize(("given", "kept"), [
    ("0f3a-77_Bz", True), ("a" * 64, True), ("a" * 65, False), ("short", False), ("", False), ("a b c d e f", False),
    ("12345678\n{}", False), ("ｕｎｉｃｏｄｅ８", False)])
def test_a_request_keeps_a_name_that_is_well_formed_and_is_given_one_otherwise(given, kept):
    assert (known_id(given) == given) is kept
    assert known_id(known_id(given)) == known_id(given) if kept else len(known_id(given)) == 16


def test_names_do_not_repeat():
    assert len({new_id() for _ in range(1000)}) == 1000


def test_where_json_is_asked_for_all_lines_of_all_loggers_are_json():
    code = ("import logging, warnings\nlate = logging.getLogger('other')\nlate.addHandler(logging.StreamHandler())\n"
            "late.setLevel(logging.INFO)\n"
            "from explorer.runtime.logs import LOG, settle_logs\nsettle_logs('worker')\n"
            "late.info('GET /?name=Ada'); late.warning('one'); LOG.info('two'); warnings.warn('three')\n"
            "try:\n    1 / 0\nexcept ZeroDivisionError:\n    LOG.exception('four')\n")
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={"EXPLORER_LOG": "json"}, capture_output=True,
                          text=True, check=True)
    found = [json.loads(line) for line in told.stderr.splitlines()]
    assert [one["message"].split()[-1].strip("')") for one in found][:2] == ["one", "two"]
    assert [one["logger"] for one in found] == ["other", "explorer", "py.warnings", "explorer"]
    assert all(one["process"].startswith("worker-") for one in found)


def test_otherwise_nothing_is_changed():
    before = list(logging.getLogger().handlers)
    settle_logs("app")
    assert logging.getLogger().handlers == before
