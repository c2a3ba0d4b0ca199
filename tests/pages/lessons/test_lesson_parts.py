"""Parts of *Lessons* without a page, and its tabs of topics and discussions under AppTest."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from explorer import lessons
from explorer.errors import Message
from explorer.exercises import PageLink, Slip
from explorer.lessons import Topic
from pages.contents import ENTRIES
from pages.lessons.for_teachers import slip_text
from pages.lessons.page_links import is_page, page_title
from pages.lessons.topic_index import matching
from tests.pages.lessons.test_lessons_page import links
from tests.pages.page import link, opened_page, text_of

STRIDE = Topic(part="Convolution by hand", title="Larger steps", link=PageLink("step_through"), lesson="2", step=5)
TOPICS = (STRIDE, replace(STRIDE, title="VGG's rule", part="Networks", link=PageLink("architectures")),
          replace(STRIDE, title="Steps of training", part="Training", link=PageLink("layers")))


@pytest.mark.parametrize(("words", "found"), [
    ("", [0, 1, 2]), ("   ", [0, 1, 2]), ("STEP", [0, 2]), ("steps larger", [0]), ("through", [0]), ("vgg", [1]),
    ("architectures", [1]), ("step vgg", []), ("training layers", [2]), ("(", []), ("'s rule", [1])])
def test_topics_are_found_by_all_words_of_their_title_part_or_page(words, found):
    assert matching(TOPICS, words) == [TOPICS[at] for at in found]


@pytest.mark.parametrize(("value", "text"), [
    (Fraction(3), "3"), (Fraction(-6), "−6"), (Fraction(3, 4), "0.75"), (Fraction(10_010_000), "10,010,000"),
    (Fraction("2.33"), "2.33"), ((10, 28, 28), "10 × 28 × 28"), (0, "A"), (3, "D")])
def test_a_wrong_answer_is_printed_as_one_writes_it(value, text):
    assert slip_text(Slip(value, Message("No."))) == text


def test_pages_are_called_as_in_the_contents_and_unknown_ones_by_their_name():
    assert {page_title(entry.name) for entry in ENTRIES} == {entry.title for entry in ENTRIES}
    assert is_page("home") and not is_page("../home") and page_title("nowhere") == "nowhere"


def test_all_topics_are_listed_with_their_pages_and_steps_and_fewer_when_searched():
    at = opened_page("lessons", view="topics")
    assert [label for label, _page, _query in links(at)] and len(links(at)) == len(lessons.topics())
    steps = [button for button in at.button if str(button.key).startswith("le_topic_")]
    assert len(steps) == len(lessons.topics())
    at.text_input[0].set_value("padding").run()
    assert 0 < len(links(at)) < len(lessons.topics()) and link(at) == {"view": "topics", "find": "padding"}
    at.text_input[0].set_value("no such thing").run()
    assert links(at) == [] and "No topic has these words" in at.info[0].value


def test_a_topics_number_opens_the_step_that_leads_there():
    at = opened_page("lessons", view="topics")
    topic = lessons.topics()[0]
    at.button(key="le_topic_0").click().run()
    assert link(at).items() >= {"lesson": topic.lesson, "step": str(topic.step)}.items()


def test_every_discussion_has_its_pages_and_keeps_its_end_folded():
    at = opened_page("lessons", view="discuss")
    told = text_of(at).replace("*", "")
    assert len(links(at)) == sum(len(one.pages) for one in lessons.discussions())
    for discussion in lessons.discussions():
        assert discussion.title.replace("*", "") in told
        assert discussion.because.replace("*", "") not in told
