"""A task in a link: comes back as it was, and whatever else stands there is refused with a sentence."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from hypothesis import given, strategies as st

from explorer.errors import TaskError
from explorer.homework import MOST_NAMES, SetTask, read_task, write_task
from explorer.homework.set_task import LONGEST_TEXT, MOST_BYTES

TASK = SetTask(page="step_through", says="Make the output 6 wide.\nOnly the padding may change.",
                  start={"scene": "notes_same", "padding": "0"}, locked=("ss_stride", "ss_kernel"),
                  hidden=("ss_more",), asks="How wide is the padding?", answer="1")
WORDS = st.text(max_size=80)
NAMES = st.lists(st.from_regex(r"[a-z]{2}_[a-z_]{1,12}", fullmatch=True), max_size=6).map(tuple)
PARAMETERS = st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True), WORDS, max_size=5)


def packed(told) -> str:
    """Return anything as a task would stand in a link, by the modules that RFC 1951 and 4648 are in."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return urlsafe_b64encode(zlib.compress(body)[2:-4]).decode().rstrip("=")


def told(**changes) -> list:
    """Return a sound task as it is packed, but for ``changes``."""
    names = ("version", "page", "says", "start", "locked", "hidden", "asks", "answer", "options")
    return list((dict(zip(names, [1, "pixels", "Look.", {}, [], [], "", "", []], strict=True)) | changes).values())


def test_a_task_comes_back_as_it_was():
    assert read_task(write_task(TASK)) == TASK
    assert read_task(packed(told())) == SetTask(page="pixels", says="Look.")


@given(WORDS, PARAMETERS, NAMES, NAMES, st.sampled_from(["", "pixels", "where_is_it"]))
def test_any_task_comes_back_as_it_was(says, start, locked, hidden, page):
    task = SetTask(page=page, says=says, start=start, locked=locked, hidden=hidden)
    assert read_task(write_task(task)) == task


def test_its_text_needs_no_escapes_and_does_not_show_the_answer():
    text = write_task(SetTask(page="pixels", asks="Which layer is it?", answer="convolution"))
    assert text.replace("-", "").replace("_", "").isalnum()
    assert "convolution" not in text
    assert "convolution" not in urlsafe_b64decode(text + "==").decode("latin-1")


def test_a_task_of_usual_length_is_a_link_of_usual_length():
    assert len(write_task(TASK)) < 330


@pytest.mark.parametrize("text", [
    "", "x", "hello", "%3Cscript%3E", "AAAA", "A" * (LONGEST_TEXT + 1), "ünder", packed([]), packed({}), packed(None),
    packed(b"{"), packed(b"\xff"), packed("[" * 3000), packed(told(version=2)), packed(told()[:-1]),
    packed([*told(), 1])])
def test_what_is_no_task_is_refused(text):
    with pytest.raises(TaskError, match="cannot be read"):
        read_task(text)


@pytest.mark.parametrize("change", [
    {"page": 1}, {"says": None}, {"start": []}, {"start": {"a": 1}}, {"locked": "abc"}, {"locked": [1]},
    {"hidden": {"a": 1}}, {"asks": ["x"]}, {"answer": 4}, {"options": [1, 2]}, {"options": "ab"}])
def test_what_is_of_another_kind_is_refused(change):
    with pytest.raises(TaskError, match="cannot be read"):
        read_task(packed(told(**change)))


@pytest.mark.parametrize("change", [
    {"page": "../jobs"}, {"page": "//evil.example"}, {"page": "Pixels"}, {"locked": ["a b"]}, {"locked": ["a{}*"]},
    {"hidden": ["x" * 61]}, {"hidden": ["</style>"]}, {"start": {"A": "1"}}, {"start": {"a": "x" * 16_001}},
    {"start": {f"a{at}": "" for at in range(61)}}, {"says": "x" * 601}, {"asks": "x" * 301, "answer": "1"},
    {"answer": "x" * 201}, {"asks": "How many?"}, {"asks": "Which?", "answer": "c", "options": ["a", "b"]}])
def test_what_no_teacher_could_set_is_refused(change):
    with pytest.raises(TaskError):
        read_task(packed(told(**change)))


def test_a_bomb_is_not_unpacked():
    bomb = packed(b"[" + b" " * 4_000_000)
    assert len(bomb) < LONGEST_TEXT < MOST_BYTES
    with pytest.raises(TaskError, match="cannot be read"):
        read_task(bomb)


@pytest.mark.parametrize("cut", range(4, len(write_task(TASK)), 9))
def test_a_link_that_was_cut_is_refused(cut):
    with pytest.raises(TaskError, match="copied in part"):
        read_task(write_task(TASK)[:cut])


@given(st.text(alphabet="ABCXYZabcxyz0129-_", max_size=60))
def test_noise_is_refused_or_a_sound_task(text):
    try:
        found = read_task(text)
    except TaskError:
        return
    assert read_task(write_task(found)) == found


def test_what_cannot_be_seen_is_left_out_and_lines_stay():
    task = SetTask(page="", says=" a\x00b\u202ec\n\x07d ", asks="1\x1b?", answer="\x851", options=())
    assert (task.says, task.asks, task.answer) == ("abc\nd", "1?", "1")


def test_so_many_controls_and_no_more():
    names = tuple(f"px_{at}" for at in range(MOST_NAMES))
    assert len(SetTask(page="pixels", locked=names).refused) == MOST_NAMES
    with pytest.raises(TaskError, match="80 are the most"):
        SetTask(page="pixels", locked=names, hidden=("one_more",))


def test_a_start_that_no_link_has_room_for_is_refused_when_it_is_written():
    import random
    noise = "".join(random.Random(0).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=15_000))
    with pytest.raises(TaskError, match="has room for 8,000"):
        write_task(SetTask(page="pixels", start={"stack": noise}))


def test_answers_are_marked_where_something_is_asked():
    assert TASK.mark("1").correct
    assert not TASK.mark("2").correct
    assert TASK.right.text == "1"
    assert SetTask(page="").right is None
    assert TASK.refused == {"ss_stride", "ss_kernel", "ss_more"}
