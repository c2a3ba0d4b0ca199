"""The link of *Jobs*, without the page."""

from __future__ import annotations

from hypothesis import given, strategies as st

from pages.jobs.state import MOST_COMPARED, JobChoice, JobCodec, fitting
from tests.pages.links import brought_back, hostile, nearest

CODEC, FIRST = JobCodec(), JobChoice()
NAMES = st.text("0123456789abcdef-", min_size=1, max_size=20)


@given(NAMES, st.lists(NAMES, max_size=MOST_COMPARED, unique=True))
def test_a_link_brings_back_the_choice_it_was_made_of(job, others):
    choice = JobChoice(job, tuple(others))
    assert brought_back(CODEC, choice, FIRST) == choice


@given(hostile(CODEC.names))
def test_any_link_leads_to_something_near_it(link):
    value, _problems = nearest(CODEC, link, FIRST)
    assert len(value.others) <= MOST_COMPARED


def test_another_job_has_another_matrix_and_others_to_compare_with():
    choice = JobChoice("a", ("b",), (1, 2))
    assert CODEC.changed(choice, {"job": "c"}) == JobChoice("c")
    assert CODEC.changed(choice, {"job": "a"}) == choice
    assert CODEC.changed(choice, {"cell": None}) == JobChoice("a", ("b",))


def test_a_job_that_is_not_the_readers_is_replaced_by_their_newest_and_named():
    choice, problems = fitting(JobChoice("stranger", ("b",)), ["a", "b"])
    assert choice == JobChoice("a")
    assert "opens only there" in problems[0].template


def test_who_chose_none_is_shown_the_newest_and_nothing_is_said():
    assert fitting(JobChoice(), ["a"]) == (JobChoice("a"), ())
    assert fitting(JobChoice(), []) == (JobChoice(), ())


def test_a_job_is_compared_with_others_that_are_there_and_not_with_itself():
    assert fitting(JobChoice("a", ("gone", "a", "b")), ["b", "a"]) == (JobChoice("a", ("b",)), ())
