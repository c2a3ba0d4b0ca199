"""The part *Break it*: what can be broken, the bet, and the truth beside it."""

from __future__ import annotations

import pytest

from explorer.experiments import BREAKS, BROKEN, broken_studies
from pages.architectures.break_it import bet_errors
from pages.architectures.broken_blocks import breaks_table
from tests.pages.page import checked, component, link, opened_page, param, pick, text_of, widget


@pytest.fixture(scope="module")
def page():
    return opened_page("architectures", view="broken")


def test_the_truth_is_shown_beside_the_bet_and_not_before(page):
    at = page
    assert "names **88.2 %** of 10,000 pictures" in text_of(at) and "still right" not in text_of(at)
    assert component(at, "ar_broken_strip")["selected"].startswith("block:layer2.1")

    at.slider(key="ar_guess").set_value(75).run()
    checked(at.button(key="ar_place_bet").click().run())
    assert "**79.7 %** are still right: 8.6 points are lost. Your bet was off by 4.7 points." in text_of(at)
    assert param(at, "bet") == "75"
    assert "on average 66.9 %" in text_of(at) and "on average 10.8 %" in text_of(at)

    pick(at, "ar_broken_strip", "block:layer3.0.downsample.getitem")
    assert (param(at, "part"), param(at, "bet")) == ("layer3.0", None)
    checked(at.button(key="ar_no_bet").click().run())
    assert "**35.9 %** are still right" in text_of(at) and param(at, "bet") == "-"

    pick(at, "ar_broken_strip", "block:layer2.1.conv1")
    assert param(at, "bet") == "75"  # a bet that was placed stays placed


def test_another_break_asks_anew_and_its_photo_is_looked_at(page):
    at = page
    widget(at, "radio", "ar_harm").set_value("skips").run()
    assert "Nothing is added any more" in text_of(checked(at)) and param(at, "bet") is None
    checked(at.button(key="ar_place_bet").click().run())
    assert "It now says “frog” to" in text_of(at) or "of all pictures; the truth is 10 %" in text_of(at)
    assert "could hardly go on learning there" in text_of(at)
    assert "Your 2 bets are off by" in text_of(at)
    pick(at, "ar_broken_strip", "block:layer1.1.conv1")
    assert param(at, "seen") == "layer1.1"
    assert "**layer1.1.relu_1**, broken" in text_of(at)


def test_a_network_without_skips_has_none_to_cut():
    at = opened_page("architectures", view="broken", broken="vgg", harm="skips", part="nowhere", bet="3")
    assert "This network has no skips to cut." in text_of(at)
    assert "It is **features.14**." in text_of(at)
    assert "**8.9 %** are still right" in text_of(at)
    assert widget(at, "selectbox", "ar_seen").value == "features.10"


def test_a_link_with_a_wrong_bet_is_named():
    at = opened_page("architectures", view="broken", bet="101", broken="resnet20000")
    assert "bet is '101'" in text_of(at) and "broken is 'resnet20000'" in text_of(at)
    assert link(at)["view"] == "broken" and "still right" not in text_of(at)


def test_bets_are_held_against_what_was_measured():
    whole = broken_studies()["vgg"].judged
    bets = {"vgg|skips": "50", "vgg|norms": "50", "vgg|block.features.3": "0"}
    assert bet_errors(bets) == pytest.approx([0.5 - whole["norms"].accuracy, whole["block.features.3"].accuracy])


def test_the_table_has_every_break_of_every_network():
    rows = breaks_table()
    assert len(rows) == 1 + len(BREAKS) and all(len(row) == 1 + len(BROKEN) for row in rows)
    by_name = {str(row["Broken"]): list(row.values())[1:] for row in rows}
    assert by_name["nothing"][0] == "88.2 %" and by_name["Average for max pooling"][0] == "–"
    assert by_name["Leave out one block"][0] == "35.9 % to 84.2 %"


def test_lenet_is_counted_now_and_shown_a_digit():
    at = opened_page("architectures", view="broken", broken="lenet5", harm="pixels", bet="-", digit="7")
    said = text_of(at)
    assert "Right: of 268 digits of scikit-learn" in said and "are still right" in said
    assert "This network has no skips to cut. This network has no batch norms." in said
    assert widget(at, "radio", "ar_harm").options[0] == "Sigmoid for ReLU"
    widget(at, "button_group", "ar_digit").set_value("2").run()
    assert param(checked(at), "digit") == "2"
