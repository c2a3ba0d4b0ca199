"""Settings of *Kernels that learn*: in links of both pages, and as a browser reports them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, strategies as st

from explorer.convolution import FILTERS
from pages.classic_filters.state import FilterCodec, FilterSetup
from pages.step_through.state import EXAMPLES, FIRST, WalkCodec, walk_of
from pages.ui.learned_kernel.settings import (
    BATCHES,
    CODEC,
    FIELDS,
    GROUNDS,
    OWN,
    STEPS,
    TARGETS,
    KernelLearning,
    chosen,
    taken,
)
from tests.pages.links import brought_back, hostile, nearest
from tests.pages.page import checked, link, opened_page, pick, text_of, widget

SETTINGS = st.builds(
    KernelLearning, learn_on=st.sampled_from(GROUNDS), learn_target=st.sampled_from(TARGETS),
    learn_own=st.tuples(*[st.integers(-900, 900)] * 9), learn_rate=st.sampled_from([0.001, 0.03, 0.1, 10.0]),
    learn_momentum=st.sampled_from([0.0, 0.5, 0.95]), learn_batch=st.sampled_from(BATCHES),
    learn_steps=st.sampled_from(STEPS), learn_seed=st.integers(0, 999), learn_at=st.integers(0, 400),
    learn_pair=st.tuples(st.integers(0, 8), st.integers(0, 8)))


@given(SETTINGS)
def test_links_of_both_pages_bring_them_back(settings):
    filters = FilterSetup(view="learn", learning=settings)
    assert brought_back(FilterCodec(), filters, FilterSetup()) == filters
    first = walk_of(EXAMPLES[FIRST])
    assert brought_back(WalkCodec(), replace(first, learning=settings), first).learning == settings


@given(hostile(tuple(FIELDS), learn_on=list(GROUNDS), learn_rate=["0.1", "1e9"], learn_own=["1_2"], learn_pair=["1_1"]))
def test_any_link_leads_to_something_near_it(said):
    value, _problems = nearest(CODEC, said, KernelLearning())
    first, second = value.pair
    assert first != second and max(first, second) < value.kernel.size


def test_links_of_old_open_what_they_opened():
    found, problems = FilterCodec().read({"mode": "find", "box": "1_2_300_400"}, FilterSetup())
    assert (found.view, found.mode, found.box, problems) == ("find", "row", (1, 2, 300, 400), ())
    assert FilterCodec().write(FilterSetup()) == {"filters": "sobel_x"}


def test_kernels_are_those_of_the_filters_ones_own_and_the_books():
    for name in TARGETS:
        assert name == OWN or (KernelLearning(learn_target=name).kernel == FILTERS[name].kernel).all()
    own = KernelLearning(learn_target=OWN, learn_own=tuple(range(0, 900, 100)))
    assert own.kernel.tolist() == np.arange(9.0).reshape(3, 3).tolist()
    assert KernelLearning(learn_on="book").kernel.tolist() == [[1, -1]]


def test_the_books_picture_comes_with_its_numbers_and_goes_with_them():
    before = KernelLearning(learn_target="outline", learn_rate=0.5, learn_seed=9)
    book = before.on("book")
    assert (book.learn_rate, book.learn_steps, book.learn_seed, book.learn_batch) == (0.03, 20, 42, 0)
    assert book.pair == (0, 1)
    after = book.on("bits")
    assert (after.learn_on, after.learn_target, after.learn_rate) == ("bits", "outline", KernelLearning().learn_rate)
    assert before.on("stripes") == replace(before, learn_on="stripes")


def reported(monkeypatch, told, now=None):
    monkeypatch.setattr("streamlit.session_state", {"cf_learned": told})
    return taken("cf_learned", now or KernelLearning())


def test_what_the_browser_reports_is_taken_and_what_it_may_not_change_is_not(monkeypatch):
    now = reported(monkeypatch, {"selected": "learn_rate=0.2&learn_at=7&learn_pair=1_4&learn_steps=20&x=1"})
    assert now == KernelLearning(learn_rate=0.2, learn_at=7, learn_pair=(1, 4))
    own = reported(monkeypatch, {"selected": "learn_own=1_2_3_4_5_6_7_8_9"})
    assert own.learn_target == OWN and own.learn_own == tuple(range(1, 10))
    assert reported(monkeypatch, {"selected": chosen(own)}, own) == own


@pytest.mark.parametrize("told", [None, {}, "a", {"selected": 5}, {"selected": "x" * 500},
                                  {"selected": "learn_rate=x"}])
def test_what_makes_no_sense_changes_nothing(monkeypatch, told):
    assert reported(monkeypatch, told) == KernelLearning()


def test_the_tab_of_classic_filters_follows_widgets_and_browser_and_says_what_cannot_be_learned():
    at = opened_page("classic_filters", view="learn", learn_on="bits")
    checked(widget(at, "selectbox", "cf_learn_target").set_value(OWN).run())
    assert at.session_state["cf_state"].now.learning.kernel.tolist() == FILTERS["sobel_x"].kernel.tolist()
    pick(at, "cf_learned", "learn_rate=0.02&learn_at=5")
    assert link(at) == {"filters": "sobel_x", "view": "learn", "learn_on": "bits", "learn_target": OWN,
                        "learn_own": "-100_0_100_-200_0_200_-100_0_100", "learn_rate": "0.02", "learn_at": "5"}
    checked(widget(at, "selectbox", "cf_learn_on").set_value("book").run())
    assert link(at)["learn_rate"] == "0.03" and "Learn" in text_of(at)


def test_the_tab_of_step_through_shows_the_same_panel():
    at = opened_page("step_through", tab="learn", learn_on="book", learn_rate="0.05")
    assert link(at)["learn_rate"] == "0.05" and link(at)["tab"] == "learn"
    pick(at, "ss_learned", "learn_rate=0.01")
    assert link(at)["learn_rate"] == "0.01"
