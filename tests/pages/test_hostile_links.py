"""Whatever stands in a link, no page breaks and nothing is in the log; in thousands by hand: see ``fuzz_links``."""

from __future__ import annotations

import logging

import pytest

from pages.fine_tune import state
from tests.pages.fuzz_links import PAGES, Fuzz, stand_ins, watched_log

LINKS = 2
"""Of each page."""
DIRECTED = {"fine_tune": ("stack/", "stack", "stack/3", "job/", "stack/3x2x2/flatten~linear.o3")}
"""Networks in links that once broke a page, and their kin."""


@pytest.fixture(autouse=True)
def _alone(tmp_path, monkeypatch):
    stand_ins(monkeypatch, tmp_path)


@pytest.mark.parametrize("page", PAGES)
def test_no_link_breaks_a_page(page):
    with watched_log() as log:
        fuzz = Fuzz(page)
        assert [said for network in DIRECTED.get(page, ()) for said in fuzz.open({"network": network})] == []
        assert log.taken() == []
        assert fuzz.run(LINKS, seed=0, log=log) == []


@pytest.mark.parametrize("link", [{"seed": "2147483647", "patience": "1000000", "decay": "0.3", "rate": "0.0033"}])
def test_a_plan_of_a_link_may_hold_more_than_its_controls_offer(link):
    fuzz = Fuzz("fine_tune")
    assert fuzz.open(link, "how") == []
    shown = {box.key.partition("~")[0]: box.value for box in fuzz.at.number_input}
    assert (shown["ft_seed"], shown["ft_early_stopping"]) == (2147483647, 1000000)


def test_a_page_that_breaks_and_a_traceback_in_the_log_are_both_seen(monkeypatch):
    def broken(*_args, **_more):
        logging.getLogger("explorer").exception("behind the page")
        raise ValueError("side")

    with watched_log() as log:
        fuzz = Fuzz("fine_tune")
        monkeypatch.setattr(state, "suited", broken)
        assert len(fuzz.open({"network": "stack/"})) == 1
        said = "\n".join(log.taken())
        assert "behind the page" in said
        assert "ValueError('side')" in said
