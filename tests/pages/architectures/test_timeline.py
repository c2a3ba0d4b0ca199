"""*Timeline of networks*: what its charts and tables are given, without the page around them."""

from __future__ import annotations

import pytest

from explorer.milestones import CONTEST, MACHINES, PICTURES, TRAINED_PERSON
from pages.architectures import timeline
from tests.pages.page import opened_page, text_of

DAY, YEAR = 86_400, 31_557_600


@pytest.mark.parametrize(("seconds", "said"), [
    (37.2 * YEAR, "37 years"), (5.5 * DAY, "5.5 days"), (DAY, "1.0 days"), (3 * 3600, "3.0 hours"),
    (1800, "0.5 hours")])
def test_a_time_is_told_in_the_unit_that_suits_it(seconds, said):
    assert timeline._time(seconds) == said


def test_what_is_pointed_at_is_told_in_lines_that_fit():
    text = "a word " * 30
    lines = timeline._wrapped(text).split("<br>")
    assert all(len(line) <= 60 for line in lines) and " ".join(lines).split() == text.split()


def test_a_short_text_is_one_line():
    assert timeline._wrapped("VGG") == "VGG"


def test_the_chart_is_given_all_winners_and_the_person():
    chart = timeline._contest()
    assert list(chart.data[0].y) == [winner.error for winner in CONTEST]
    assert [note.text for note in chart.layout.annotations][-1] == f"a trained person: {TRAINED_PERSON} %"
    assert chart.data[0].customdata[2].startswith("<b>2012 AlexNet</b><br>A network that learns")


def test_those_who_do_not_see_the_chart_hear_every_bar():
    spoken = timeline._spoken()
    assert "2015 ResNet: 3.57 %, 152 layers" in spoken and "2010 NEC-UIUC: 28.2 %, – layers" in spoken


@pytest.mark.parametrize("winner", CONTEST, ids=lambda winner: winner.title)
def test_the_table_has_a_row_for_each_winner(winner):
    row = timeline._row(winner)
    assert list(row.values())[:3] == [winner.year, winner.title, winner.error] and row["Source"] == winner.source


def test_points_that_are_named_exist():
    titles = {mark.title for mark in PICTURES} | {one.title for one in MACHINES}
    assert {"MNIST", "R10000", "GeForce GTX 580"} <= titles & set(timeline.NAMED)


def test_a_point_says_its_year_its_value_and_its_source():
    grown = timeline._grown("Pictures", "linear", PICTURES)
    place = [mark.title for mark in PICTURES].index("ImageNet (ILSVRC)")
    assert grown.hovers[place] == ("<b>2012 ImageNet (ILSVRC)</b><br>1.3 · 10⁶<br>Russakovsky et al. (2015), "
                                   "arXiv:1409.0575")
    assert grown.titles[place] == "ImageNet (ILSVRC)" and grown.titles[1] == ""


def test_sources_come_when_they_are_asked_for():
    at = opened_page("architectures")
    assert len(at.table) == 1 and "Why 2012, and not 1998?" in text_of(at)
    at.session_state["ar_sources"] = True
    at.session_state["ar_years"] = True
    at.run()
    assert len(at.table) == 3
    found = [source.replace("\\", "") for source in at.table[2].value["Source"]]
    assert "Schuhmann et al. (2022), arXiv:2210.08402" in found
