"""*Is deeper better?* on *Feature maps*: bets come first, then the curves of the study and what they say."""

from __future__ import annotations

import json

import pytest

from explorer import networks
from explorer.networks.training_history import TrainingHistory
from pages.feature_maps.state import CODEC, VIEWS, MapChoice
from pages.ui.components.depth_study import SAME, winner
from tests.pages.page import checked, link, opened_page, text_of

SHIPPED = {"plain": "shallow", "resnet": "same"}
"""Degradation: without skips 56 layers lose, with skips they do not (He et al. 2015, arXiv:1512.03385, figure 4)."""


def study(**ends):
    """Return four trainings of two epochs by the accuracies that they end with on what they learned from."""
    return {name: TrainingHistory(name, ({"number": 1, "train_accuracy": 0.3, "val_accuracy": 0.31},
                                         {"number": 2, "train_accuracy": end, "val_accuracy": end - 0.02}),
                                  25_000, {}, {}) for name, end in ends.items()}


@pytest.fixture
def four(monkeypatch):
    found = study(plain20=0.81, plain56=0.62, resnet20=0.83, resnet56=0.85)
    monkeypatch.setattr(networks, "depth_study", lambda: found)
    return found


def specs(at):
    return [json.loads(element.proto.spec) for element in at.main if element.type == "plotly_chart"]


def bet(at, kind, on):
    box = next(one for one in at.button_group if one.key == f"depth_bet_{kind}")
    return checked(box.set_value(on).run())


@pytest.mark.parametrize(("kind", "wins"), SHIPPED.items())
def test_what_ships_shows_degradation(kind, wins):
    assert winner(networks.depth_study(), kind) == wins


@pytest.mark.parametrize(("shallow", "deep", "wins"), [
    (0.5, 0.6, "deep"), (0.6, 0.5, "shallow"), (0.6, 0.6, "same"), (0.6, 0.609, "same"), (0.609, 0.6, "same"),
    (0.6, 0.6101, "deep"), (0.6101, 0.6, "shallow")])
def test_less_than_a_point_is_no_difference(shallow, deep, wins):
    assert SAME == 1.0
    assert winner(study(plain20=shallow, plain56=deep), "plain") == wins


def test_no_curve_is_shown_before_its_bet_and_nothing_moves_when_it_comes(four):
    at = opened_page("feature_maps", view="deeper")
    before = specs(at)
    assert [[list(line["x"]) for line in chart["data"]] for chart in before] == [[[]] * 4, [[]] * 4]
    assert not any(f"{100 * past.end['train_accuracy']:.1f} %" in text_of(at) for past in four.values())
    after = specs(bet(at, "plain", "deep"))
    assert [len(line["x"]) for line in after[0]["data"]] == [2] * 4
    assert [len(line["x"]) for line in after[1]["data"]] == [0] * 4
    assert {tuple(chart["layout"]["yaxis"]["range"]) for chart in before + after} == {(25, 90)}


def test_bets_are_judged_and_both_together_tell_the_lesson(four):
    at = bet(opened_page("feature_maps", view="deeper"), "plain", "deep")
    assert "You bet on: 56 layers. It is: 20 layers." in text_of(at)
    assert "degradation" not in text_of(at)
    at = bet(at, "resnet", "deep")
    said = text_of(at)
    assert "Your bet holds: 56 layers." in said and "degradation" in said
    assert all(f"{100 * past.end['train_accuracy']:.1f} %" in said for past in four.values())


def test_an_installation_without_the_curves_says_so(monkeypatch):
    monkeypatch.setattr(networks, "depth_study", dict)
    assert "did not come with this installation" in text_of(opened_page("feature_maps", view="deeper"))


def test_the_link_of_the_study_opens_it_and_holds_no_bet(four):
    at = bet(opened_page("feature_maps", network="bundled/resnet20", view="deeper"), "plain", "same")
    assert at.session_state["fm_tabs"] == "Is deeper better?"
    assert link(at)["view"] == "deeper" and "same" not in link(at).values()


@pytest.mark.parametrize(("sent", "opens"), [({}, "photo"), ({"view": "deeper"}, "deeper"), ({"view": "x"}, "photo")])
def test_links_without_a_view_open_the_photo_as_before(sent, opens):
    first = MapChoice("bundled/resnet20")
    found, _problems = CODEC.read(sent, first)
    assert found.view == opens and opens in VIEWS
    assert CODEC.read(CODEC.write(found), first)[0].view == opens
