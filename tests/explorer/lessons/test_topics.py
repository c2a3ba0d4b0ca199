"""The index of topics covers the lectures, each near a step; each question of a class has evidence to argue by."""

from __future__ import annotations

from collections import Counter

import pytest

from explorer import lessons
from explorer.exercises import KINDS

LECTURED = {"Why convolution": 10, "Convolution by hand": 35, "Pooling, activation, regularisation": 13,
            "Architectures": 24, "Data, transfer learning, code": 14, "Boxes, pixels, discussion": 8}
"""What the five decks of the lectures teach, counted: 104."""


def test_all_that_the_lectures_teach_is_there_in_their_order():
    found = Counter(topic.part for topic in lessons.topics())
    assert found == LECTURED and list(found) == list(LECTURED)
    assert sum(LECTURED.values()) == 104


def test_no_two_topics_are_called_alike():
    titles = [topic.title for topic in lessons.topics()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("topic", [topic for topic in lessons.topics() if topic.link.page != "classroom"],
                         ids=lambda topic: topic.title)
def test_a_topic_is_seen_on_the_page_that_its_step_opens(topic):
    """One click opens the page of the step, and another what of it shows the topic; *Classroom* is above every page."""
    assert lessons.lesson(topic.lesson).steps[topic.step - 1].link.page == topic.link.page


def test_each_lesson_has_topics():
    assert {topic.lesson for topic in lessons.topics()} == {plan.name for plan in lessons.shipped()}


@pytest.mark.parametrize("plan", lessons.shipped(), ids=lambda plan: plan.name)
def test_a_lesson_has_eight_to_twelve_steps_for_about_fifty_minutes_and_more_than_numbers(plan):
    assert 8 <= len(plan.steps) <= 12
    assert 45 <= plan.minutes <= 55
    assert len({step.title for step in plan.steps}) == len(plan.steps)
    assert len({type(step.answer) for step in plan.steps}) > 1


@pytest.mark.parametrize("plan", lessons.shipped(), ids=lambda plan: plan.name)
def test_a_step_says_two_or_three_sentences_and_links_to_a_state_of_a_page(plan):
    for step in plan.steps:
        assert 60 <= len(step.says) <= 420, step.title
        assert len(step.do) <= 220, step.title


def test_exercises_of_the_lessons_stand_in_them():
    """Where a step takes its question from an exercise, that exercise belongs to the lesson."""
    for plan in lessons.shipped():
        assert {KINDS[step.kind].lesson for step in plan.steps if step.kind} <= {plan.number}


@pytest.mark.parametrize("discussion", lessons.discussions(), ids=lambda one: one.title)
def test_a_discussion_asks_and_has_evidence_for_more_than_one_side(discussion):
    assert discussion.title.endswith("?")
    assert len(discussion.pages) >= 2
    assert len({(page.link.page, *sorted(page.link.values.items())) for page in discussion.pages}) == len(
        discussion.pages)
    assert len(discussion.because) > 150


def test_the_questions_of_the_lectures_are_there():
    titles = " ".join(discussion.title for discussion in lessons.discussions())
    for part in ("max pooling", "inductive bias", "2012", "deeper", "small kernels", "still need convolution"):
        assert part in titles
