"""The process of live runs, asked and ended by its parent."""

from __future__ import annotations

import subprocess

import pytest

from explorer.experiments.helper import COMMAND, ROOT, Helper

HERE = "tests.explorer.experiments.samples"


@pytest.fixture
def helper():
    own = Helper()
    yield own
    own.end()


def test_it_gets_the_word_while_nothing_is_told_and_can_kill(helper):
    told = helper.ask(f"{HERE}.hang", {})
    assert next(answer for answer in told if answer) == {"step": 1, "values": {}}
    assert next(told) is None
    helper.end()
    assert not helper.is_alive
    with pytest.raises(EOFError):
        list(told)


def test_a_process_that_has_ended_says_so_when_it_is_asked(helper):
    helper.end()
    with pytest.raises(EOFError):
        list(helper.ask(f"{HERE}.count", {"steps": 1}))


def test_it_ends_with_its_parent_even_in_the_middle_of_a_computation():
    child = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    child.stdin.write(f'{{"name": "{HERE}.hang", "settings": {{}}}}\n')
    child.stdin.flush()
    assert child.stdout.readline().startswith('{"step": 1')
    child.stdin.close()
    assert child.wait(20) == 0
    child.stdout.close()
