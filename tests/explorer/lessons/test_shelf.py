"""The lessons that there are: ours, and those in a teacher's folder, read again when it changes."""

from __future__ import annotations

import os

import pytest

from explorer import lessons
from explorer.exercises import KINDS
from explorer.lessons import pointers, shelf
from explorer.settings import Settings
from tests.explorer.lessons.test_lesson_file import written


@pytest.fixture
def folder(monkeypatch, tmp_path):
    monkeypatch.setattr(shelf, "settings", lambda: Settings(lessons=str(tmp_path)))
    return tmp_path


def test_there_are_eight_lessons_in_the_order_in_which_they_are_taught():
    assert [(plan.name, plan.number) for plan in lessons.shipped()] == [(str(n), n) for n in range(1, 9)]
    assert len({plan.title for plan in lessons.shipped()}) == 8
    assert {kind.lesson for kind in KINDS.values()} <= {plan.number for plan in lessons.shipped()}


@pytest.mark.parametrize("plan", lessons.shipped(), ids=lambda plan: plan.name)
def test_each_question_of_ours_takes_its_own_right_answer_and_tells_its_slips_apart(plan):
    for step in plan.steps:
        assert step.mark(step.answer.text).correct
        assert str(step.question) and step.title and step.says and step.do
        assert step.because or step.mark(step.answer.text).working
        for slip in step.answer.slips if step.asks else ():
            told = chr(ord("A") + slip.value) if isinstance(slip.value, int) else slip.value
            told = " x ".join(map(str, told)) if isinstance(told, tuple) else str(told)
            assert str(slip.says) in str(step.mark(told).says), (step.title, told)


def test_without_a_folder_there_are_ours_alone():
    assert lessons.lessons() == lessons.shipped()
    assert lessons.faults() == ()
    assert lessons.lesson("2") is lessons.shipped()[1]
    assert [lessons.lesson(name) for name in ("", "0", "9", "../2", "x" * 1000)] == [None] * 5


def test_a_teachers_own_follow_ours_in_the_order_of_their_names(folder):
    (folder / "week-2.toml").write_text(written(), encoding="utf-8")
    (folder / "a_first.toml").write_text(written().replace("My lesson", "첫 수업"), encoding="utf-8")
    (folder / "notes.txt").write_text("not a lesson")
    own = lessons.lessons()[8:]
    assert [(plan.name, plan.number, plan.title, plan.shipped) for plan in own] == [
        ("a_first", 9, "첫 수업", False), ("week-2", 10, "My lesson", False)]
    assert lessons.lesson("week-2") is own[1]
    assert lessons.faults() == ()


def test_what_a_teacher_saves_is_there_at_once(folder):
    file = folder / "mine.toml"
    file.write_text(written(answer='"?"'), encoding="utf-8")
    assert lessons.lesson("mine") is None
    assert [str(fault)[:22] for fault in lessons.faults()] == ["mine.toml, step 1: '?'"]
    file.write_text(written(answer='"5"'), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert lessons.lesson("mine").steps[0].answer.text == "5"
    assert lessons.faults() == ()
    file.unlink()
    assert lessons.lesson("mine") is None


@pytest.mark.parametrize(("name", "content", "says"), [
    ("2.toml", b"", "2.toml: use a file name of small letters"), ("my lesson.toml", b"", "use a file name of small"),
    ("large.toml", b"#" * 200_001, "large.toml has 200,001 bytes; at most 200,000 are read."),
    ("latin.toml", b"title = '\xff'", "latin.toml cannot be read as text in UTF-8"),
    ("broken.toml", b"title =", "broken.toml: this is no TOML")])
def test_a_file_that_cannot_be_taught_is_told_of_and_the_others_stay(folder, name, content, says):
    (folder / name).write_bytes(content)
    (folder / "zz.toml").write_text(written(), encoding="utf-8")
    assert [plan.name for plan in lessons.lessons()[8:]] == ["zz"]
    assert lessons.lessons()[8].number == 9
    fault, = lessons.faults()
    assert says in str(fault)


def test_a_folder_that_is_not_there_is_told_of(monkeypatch, tmp_path):
    monkeypatch.setattr(shelf, "settings", lambda: Settings(lessons=str(tmp_path / "none")))
    fault, = lessons.faults()
    assert "which is no folder on this server" in str(fault)
    assert lessons.lessons() == lessons.shipped()


def test_only_so_many_files_are_read(folder):
    for number in range(103):
        (folder / f"l{number:03}.toml").write_text(written(), encoding="utf-8")
    assert len(lessons.lessons()) == 8 + 100


def test_topics_and_discussions_name_steps_that_there_are():
    assert lessons.topics() and lessons.discussions()
    assert [topic for topic in lessons.topics()
            if not 1 <= topic.step <= len(lessons.lesson(topic.lesson).steps)] == []
    assert all(len(list(one.texts())) >= 4 for one in lessons.discussions())


@pytest.mark.parametrize(("text", "says"), [
    ('[[topic]]\ntitle = "a"\nopen = "pixels"\nstep = "1.1"', "topics.toml, topic 1: part is missing."),
    ('[[topic]]\npart = "p"\ntitle = "a"\nopen = "pixels"\nstep = "1"', "step is written as lesson and step"),
    ('[[topic]]\npart = "p"\ntitle = "a"\nopen = "pixels"\nstep = "1.1"\nsteps = 2', "Did you mean step?")])
def test_a_faulty_topic_is_told_of(text, says):
    _topics, problems = pointers.read_topics(text)
    assert says in " ".join(map(str, problems))


@pytest.mark.parametrize(("text", "says"), [
    ('[[discussion]]\ntitle = "a"\nsays = "b"\nbecause = "c"', "[[discussion.page]] is missing."),
    ('[[discussion]]\ntitle = "a"\nsays = "b"\nbecause = "c"\n[[discussion.page]]\nopen = "pixels"',
     "discussions.toml, discussion 1, page 1: do is missing."),
    ('[[discussion]]\ntitle = "a"\n[[discussion.page]]\nopen = "1?"\ndo = "x"', "begins with a page's name")])
def test_a_faulty_discussion_is_told_of(text, says):
    _found, problems = pointers.read_discussions(text)
    assert says in " ".join(map(str, problems))


def test_what_stands_in_the_text_of_the_module_can_be_read():
    example = pointers.__doc__.split("```")[1].removeprefix("toml")
    topics, discussions = example.split("[[discussion]]")
    topic, = pointers.read_topics(topics)[0]
    assert (topic.lesson, topic.step, topic.link.page) == ("2", 4, "step_through")
    discussion, = pointers.read_discussions(f"[[discussion]]{discussions}")[0]
    assert [page.link.page for page in discussion.pages] == ["pooling"]
