"""The start page leads into the lessons: where to start, where to go on, and what was done of each."""

from __future__ import annotations

import pytest

from explorer import lessons
from pages.home import lesson_cards
from pages.ui.lesson_rail import lesson_progress
from tests.pages.page import checked, component, link, opened_page


@pytest.fixture
def cookie(monkeypatch):
    """Let a browser have kept what was done before."""
    return lambda value: monkeypatch.setattr(type(lesson_progress.st.context), "cookies",
                                             {lesson_progress.COOKIE: value})


def home():
    return opened_page("home")


def cards(at):
    return [element.value for element in at.caption if " min" in element.value]


def all_done(*names):
    """Return a cookie in which each step of these lessons was answered."""
    return "~".join(f"{name}.{(1 << len(lessons.lesson(name).steps)) - 1:x}.1" for name in names)


def test_the_first_thing_to_do_is_the_first_step_of_the_first_lesson():
    at = home()
    assert at.button(key="home_lesson").label == "Start with lesson 1"
    at = checked(at.button(key="home_lesson").click().run())
    assert (link(at)["lesson"], link(at)["step"]) == ("1", "1")
    assert component(at, "address")["page"] == lessons.shipped()[0].steps[0].link.page


def test_who_was_there_before_goes_on_where_they_were(cookie):
    cookie("3.7.3~1.1.1")
    at = home()
    assert at.button(key="home_lesson").label == "Go on with lesson 3, step 4"
    assert cards(at)[2] == f"{lessons.lesson('3').minutes} min · go on with step 4"
    assert cards(at)[1] == f"{lessons.lesson('2').minutes} min · {len(lessons.lesson('2').steps)} steps"
    at = checked(at.button(key="home_lesson").click().run())
    assert (link(at)["lesson"], link(at)["step"]) == ("3", "4")


def test_a_lesson_that_is_done_says_so_and_the_next_one_is_offered(cookie):
    cookie(all_done("1"))
    at = home()
    assert cards(at)[0] == f"{lessons.lesson('1').minutes} min · done"
    assert at.button(key="home_lesson").label == "Go on with lesson 2, step 1"


def test_where_all_is_done_one_can_begin_again(cookie):
    cookie(all_done(*(plan.name for plan in lessons.shipped())))
    at = home()
    assert at.button(key="home_lesson").label == "Start with lesson 1"
    assert all(card.endswith("done") for card in cards(at))


@pytest.mark.parametrize("value", ["<script>", "1.zz.9~~", "99.1.1", "1.0.99~1.0.1", "\x00"])
def test_a_cookie_that_says_nonsense_changes_nothing_that_matters(cookie, value):
    cookie(value)
    assert home().button(key="home_lesson").label in {"Start with lesson 1", "Go on with lesson 1, step 12"}


def test_each_card_opens_the_step_to_go_on_with(cookie):
    cookie("2.3.2")
    at = home()
    found = {element.proto.label: element.proto for element in at.get("page_link")}
    for plan in lessons.shipped():
        proto = found[f"**{plan.number} {plan.title}**"]
        step = 3 if plan.name == "2" else 1
        assert f"lesson={plan.name}&step={step}" in proto.query_string
        assert proto.page.endswith(plan.steps[step - 1].link.page)


def test_a_step_on_a_page_that_there_is_not_opens_beside_the_start_page(monkeypatch):
    monkeypatch.setattr(lesson_cards, "lessons", lessons.shipped)
    at = home()
    monkeypatch.setattr("pages.contents.ENTRIES", ())
    at = checked(at.run())
    assert {element.proto.page for element in at.get("page_link")} == {""}
    assert len(cards(at)) == 8
