"""*Lessons* inside the frame, under AppTest."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer import lessons
from explorer.exercises import KINDS
from explorer.lessons import shelf
from explorer.settings import Settings
from pages.contents import ENTRIES
from pages.exercises.state import NAMES, ExerciseSetup, state as exercises
from pages.lessons import lesson_view
from pages.lessons.state import FIELDS, MOST_CHARS, VIEWS, LessonsSetup, state
from pages.ui.lesson_rail.lesson_progress import LessonProgress, StepsDone, read
from tests.explorer.lessons.test_lesson_file import written
from tests.pages.links import brought_back, nearest
from tests.pages.page import component, link, opened_page, text_of, widget

FIRST, CODEC = LessonsSetup(), state._codec
PLANS = lessons.shipped()


def links(at):
    """Return the links to pages: label, page and parameters."""
    return [(element.proto.label, element.proto.page, element.proto.query_string) for element in at.main
            if element.type == "page_link"]


def steps_of(at):
    """Return what the buttons say that open a step."""
    return [button.label for button in at.button if str(button.key).startswith("le_open_")]


def test_it_stands_first_in_the_contents():
    assert [entry.name for entry in ENTRIES][:2] == ["lessons", "exercises"]


def test_the_page_lists_all_lessons_and_the_steps_of_one_each_with_its_link():
    at = opened_page("lessons", plan="2")
    assert steps_of(at) == [f"{lesson_view.TO_DO} **{number}** {step.title}"
                            for number, step in enumerate(PLANS[1].steps, 1)]
    assert len(at.radio[0].options) == len(PLANS) and link(at) == {"plan": "2"}
    assert "Answer:" not in text_of(at)


def test_another_lesson_and_its_questions_stand_in_the_link():
    at = opened_page("lessons")
    at.radio[0].set_value("3").run()
    widget(at, "toggle", "le_answers").set_value(True).run()
    told = text_of(at)
    assert link(at) == {"plan": "3", "answers": "1"} and PLANS[2].says in told
    assert told.count("Answer: **") == len(PLANS[2].steps)
    assert f"minute 0 to {PLANS[2].steps[0].minutes}" in told


def test_each_lesson_of_ours_opens_with_its_answers_and_links_to_its_exercises(request):
    """Every run opens two, ``--thorough`` all."""
    for plan in PLANS if request.config.getoption("--thorough") else PLANS[1:3]:
        at = opened_page("lessons", plan=plan.name, answers="1")
        kinds = [kind.title for kind in KINDS.values() if kind.lesson == plan.number]
        assert len(steps_of(at)) == len(plan.steps)
        assert [label for label, _page, _query in links(at)] == [
            *kinds, *(["A sheet to print"] if kinds else [])]


def test_the_sheet_of_a_lesson_is_one_that_exercises_can_show():
    kinds = "_".join(name for name, kind in NAMES.items() if KINDS[kind].lesson == 2)
    link = {"view": "sheet", "kinds": kinds, "number": str(lesson_view.ON_A_SHEET)}
    value, problems = nearest(exercises._codec, link, ExerciseSetup())
    assert problems == () and len(value.kinds) == sum(kind.lesson == 2 for kind in KINDS.values())


@pytest.mark.parametrize(("steps", "says"), [
    (StepsDone(0b101, 3), "50 min · 2 of 12 done"), (StepsDone((1 << 12) - 1, 12), "50 min · done"),
    (StepsDone(), "50 min · 12 steps"), (StepsDone(1 << 12, 1), "50 min · 12 steps")])
def test_what_was_done_is_told(steps, says):
    assert lesson_view.done_text(PLANS[0], LessonProgress({"1": steps})) == says


@pytest.mark.parametrize(("press", "step"), [("le_open_5", 5), ("le_start", 1)])
def test_a_press_opens_the_state_of_a_step_with_the_step_beside_it(press, step):
    at = opened_page("lessons")
    at.button(key=press).click().run()
    assert at.title[0].value == "Pixels"
    assert link(at).items() >= {"lesson": "1", "step": str(step)}.items()
    if press == "le_open_5":
        assert link(at).items() >= PLANS[0].steps[4].link.values.items() - {("counts", "params"), ("maps", "32"),
                                                                            ("kernel", "5")}


def test_what_was_done_is_marked_and_can_be_forgotten():
    at = opened_page("lessons", plan="2")
    at.session_state["lesson_progress"] = read("2.5.3")
    at.run()
    assert [label.startswith(lesson_view.DONE) for label in steps_of(at)[:4]] == [True, False, True, False]
    assert at.button(key="le_start").label == "Go on with step 4"
    assert component(at, "lesson_keeper")["value"] == "2.5.3"
    at.button(key="le_forget").click().run()
    assert not any(label.startswith(lesson_view.DONE) for label in steps_of(at))
    assert component(at, "lesson_keeper")["value"] == "" and "le_forget" not in {one.key for one in at.button}


def test_no_state_of_a_step_takes_the_names_that_open_steps():
    assert not {"lesson", "step"} & {name for plan in PLANS for one in plan.steps for name in one.link.values}


@pytest.mark.parametrize("rubbish", [{"plan": "99"}, {"plan": "../1"}, {"plan": "x" * 10_000}, {"answers": "yes"},
                                     {"view": "none"}, {"find": "x" * (MOST_CHARS + 1)}])
def test_a_wrong_link_is_named_and_the_nearest_shown(rubbish):
    value, problems = nearest(CODEC, rubbish, FIRST)
    assert problems and brought_back(CODEC, value, FIRST) == value


def test_every_field_has_its_parameter():
    assert set(FIELDS) == set(LessonsSetup.__dataclass_fields__) and FIRST.view == VIEWS[0]
    assert FIRST.plan == PLANS[0].name


def test_a_teachers_own_lesson_is_listed_as_she_wrote_it_and_its_faults_are_told(monkeypatch, tmp_path):
    monkeypatch.setattr(shelf, "settings", lambda: Settings(lessons=str(tmp_path)))
    Path(tmp_path, "mine.toml").write_text(written(open='"nowhere?at=1"'), encoding="utf-8")
    Path(tmp_path, "zz.toml").write_text("title = 3", encoding="utf-8")
    at = opened_page("lessons", plan="mine", answers="1")
    assert "My lesson" in at.header[0].value and "zz" in at.warning[0].value
    assert not [button for button in at.button if button.key == "le_start"]
    assert links(at) == [] and steps_of(at) == [] and f"{lesson_view.TO_DO} **1** One" in text_of(at)
    Path(tmp_path, "mine.toml").unlink()
    assert PLANS[0].title in at.run().header[0].value
