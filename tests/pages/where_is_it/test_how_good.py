"""*How good is it?*: counts, curve and table on the page, and clicks on the curve."""

from __future__ import annotations

import re

import pytest

from pages.where_is_it import how_good
from pages.where_is_it.state import WhereSetup, state
from tests.pages.page import checked, link, opened_page, text_of, widget


@pytest.fixture(scope="module")
def page():
    return opened_page("where_is_it", view="how_good", good_count=20)


def counts(page):
    return [int(metric.value) for metric in page.metric]


def test_counts_precision_and_recall_belong_together(page):
    right, wrong, missed = counts(page)
    said = text_of(page)
    assert f"frac{{{right}}}{{{right} + {wrong}}}" in said
    assert f"frac{{{right}}}{{{right} + {missed}}}" in said
    assert "pycocotools" in said


def test_a_higher_threshold_finds_less_and_is_right_more_often(page):
    right, wrong, missed = counts(page)
    widget(page, "slider", "wi_good_sure").set_value(0.9).run()
    surer, fewer, more = counts(checked(page))
    assert surer + more == right + missed
    assert surer <= right and fewer <= wrong and more >= missed
    assert link(page)["good_sure"] == "0.9"


def test_other_scenes_stand_in_the_link(page):
    widget(page, "button", "wi_good_next").click().run()
    assert link(checked(page))["good_set"] == "1"
    assert re.search(r"score [\d.]+, IoU [\d.]+, (right|wrong)", text_of(page))


@pytest.mark.parametrize(("points", "sure"), [
    ([{"customdata": 0.7312345678}], 0.731234), ([{"customdata": [0.5]}], 0.5), ([{"customdata": 7}], None),
    ([{"customdata": "x"}], None), ([{}], None), ([], None)])
def test_the_score_of_a_clicked_point_becomes_the_threshold(points, sure, monkeypatch):
    taken = []
    monkeypatch.setattr(type(state), "change", lambda _, good_sure: taken.append(good_sure))
    monkeypatch.setattr(how_good.st, "session_state", {how_good.CLICKED: {"selection": {"points": points}}})
    how_good._take()
    assert taken == ([] if sure is None else [sure])


def test_the_tab_starts_with_all_classes_at_the_usual_threshold():
    assert (WhereSetup().good_class, WhereSetup().good_iou) == ("every", 0.5)
