"""Parts of *Break it* without the page around them: links, the nearest harm, bets, the table, what a network gets."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

import explorer as ex
from explorer.experiments import BLOCK, BREAKS, BROKEN, COUNTED, Harm, breaks_of, broken_input, broken_studies
from pages.architectures import break_it, broken_blocks, broken_photo
from pages.architectures.state import DIGITS, KNOWN, Tour, TourCodec
from tests.pages.links import brought_back, nearest

CODEC, FIRST = TourCodec(), Tour()


def reader(monkeypatch, **fields):
    """Let the page find these settings, and keep what it changes."""
    changed = {}
    first = {"broken": "resnet20", "harm": BLOCK, "part": "", "bet": ""}
    monkeypatch.setattr(break_it, "state", SimpleNamespace(now=SimpleNamespace(**first | fields),
                                                           change=changed.update))
    return changed


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("kind", BREAKS)
def test_every_break_of_every_network_stands_in_a_link(name, kind):
    value, problems = nearest(CODEC, {"view": "broken", "broken": name, "harm": kind, "bet": "7"}, FIRST)
    assert (value.broken, value.harm, value.bet) == (name, kind, "7") and not problems
    assert brought_back(CODEC, value, FIRST) == value


@pytest.mark.parametrize(("name", "text"), [
    ("broken", "resnet50"), ("harm", "hammer"), ("bet", "101"), ("bet", "-1"), ("bet", "5.5"), ("bet", "٣"),
    ("digit", "10"), ("digit", ""), ("part", "x" * 121), ("seen", "y" * 500)])
def test_what_is_wrong_in_a_link_is_named_and_left_out(name, text):
    value, problems = nearest(CODEC, {"view": "broken", name: text}, FIRST)
    assert getattr(value, name) == getattr(FIRST, name) and len(problems) == 1


def test_the_page_offers_what_a_link_can_name():
    assert KNOWN["broken"] == BROKEN and KNOWN["harm"] == tuple(BREAKS) and KNOWN["digit"] == DIGITS
    assert {"", "-", "0", "100"} < set(KNOWN["bet"]) and len(KNOWN["bet"]) == 103


@pytest.mark.parametrize(("name", "harm", "part", "found"), [
    ("resnet20", "block", "", Harm(BLOCK, "layer2.1")), ("resnet20", "block", "layer3.2", Harm(BLOCK, "layer3.2")),
    ("resnet20", "block", "features.3", Harm(BLOCK, "layer2.1")), ("resnet20", "skips", "layer1.0", Harm("skips")),
    ("resnet20", "average", "", Harm(BLOCK, "layer2.1")), ("vgg", "block", "", Harm(BLOCK, "features.14")),
    ("vgg", "skips", "features.3", Harm(BLOCK, "features.3")), ("vgg", "average", "", Harm("average")),
    ("lenet5", "block", "", Harm("sigmoid")), ("lenet5", "bits2", "conv2", Harm("bits2"))])
def test_what_a_network_cannot_suffer_gives_way_to_what_it_can(monkeypatch, name, harm, part, found):
    reader(monkeypatch, broken=name, harm=harm, part=part)
    network = ex.load(f"bundled/{name}")
    assert break_it.harm_now(network) == found
    assert found.kind in breaks_of(network)


@pytest.mark.parametrize(("bets", "errors"), [
    ({}, []), ({"resnet20|skips": "10"}, [0.0]), ({"resnet20|norms": "20"}, [0.0996]),
    ({"vgg|average": "50", "vgg|bits8": "88"}, [0.0946, 0.0024]), ({"vgg|skips": "3"}, []),
    ({"resnet20|block.layer3.0": "100"}, [0.6407])])
def test_bets_err_by_their_distance_from_what_was_counted(bets, errors):
    assert break_it.bet_errors(bets) == pytest.approx(errors, abs=1e-6)


@pytest.mark.parametrize(("sent", "kept"), [("60", "60"), (0, "0"), (100, "100"), (-5, "0"), (1000, "100")])
def test_a_bet_stays_within_0_and_100(monkeypatch, sent, kept):
    session = {break_it.GUESS: sent}
    monkeypatch.setattr(break_it.st, "session_state", session)
    changed = reader(monkeypatch)
    break_it._place(Harm("norms"))
    assert changed == {"bet": kept} and session[break_it.BETS] == {"resnet20|norms": kept}


@pytest.mark.parametrize("kind", BREAKS)
@pytest.mark.parametrize("name", COUNTED)
def test_the_table_says_what_was_counted(name, kind):
    said = broken_blocks._left(name, kind)
    if kind not in breaks_of(ex.load(f"bundled/{name}")):
        assert said == "–"
    elif kind == BLOCK:
        left = sorted(one.accuracy for one in broken_studies()[name].blocks.values())
        assert said == f"{100 * left[0]:.1f} % to {100 * left[-1]:.1f} %"
    else:
        assert said == f"{100 * broken_studies()[name].of(Harm(kind)).accuracy:.1f} %"


@pytest.mark.parametrize("kind", [BLOCK, "skips", "norms"])
def test_of_lenet_the_table_leaves_out_what_it_does_not_have(kind):
    assert broken_blocks._left("lenet5", kind) == "–"


@pytest.mark.parametrize("kind", ["whole", "pixels", "squares"])
def test_the_picture_that_is_shown_is_what_the_network_is_given(kind):
    values = np.random.default_rng(0).standard_normal((3, 32, 32)).astype(np.float32)
    shown = broken_photo._as_read(values, Harm(kind))
    assert shown.shape == (128, 128, 3) and shown.dtype == np.uint8
    assert (shown.min(), shown.max()) == (0, 255)
    given = broken_input(values, Harm(kind)).transpose(1, 2, 0)
    assert np.corrcoef(shown[::4, ::4].ravel(), given.ravel())[0, 1] > 0.9999
    assert np.array_equal(shown[1::4, 3::4], shown[::4, ::4])  # a pixel is a square of one colour


def test_a_digit_is_shown_grey_and_a_picture_of_one_colour_does_not_divide_by_0():
    grey = broken_photo._as_read(np.linspace(0, 1, 1024, dtype=np.float32).reshape(1, 32, 32), Harm())
    assert (grey[..., 0] == grey[..., 1]).all() and (grey[..., 1] == grey[..., 2]).all()
    assert not broken_photo._as_read(np.ones((1, 32, 32), dtype=np.float32), Harm()).any()


@pytest.mark.parametrize("name", COUNTED)
def test_the_range_that_is_told_holds_every_block(name):
    study = broken_studies()[name]
    least, most = (float(text.split()[0]) for text in broken_blocks._range(study).split(" to "))
    assert all(least - 0.06 <= 100 * one.accuracy <= most + 0.06 for one in study.blocks.values())
