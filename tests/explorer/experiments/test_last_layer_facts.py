"""What textbooks say of sigmoid, softmax and their losses, held by the last layer's numbers."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from explorer.experiments import SCORE_RANGE, TEMPERATURES, LastLayer
from explorer.experiments.last_layer import sigmoid, written_share

CAT = (1.0, 0.0, 0.0)


@pytest.mark.parametrize(("score", "share"), [
    (0, 0.5), (1, 0.731058578630005), (-1, 0.268941421369995), (2, 0.880797077977882), (5, 0.993307149075715),
    (-5, 0.006692850924285), (0.1, 0.52497918747894)])
def test_sigmoids_are_those_of_tables(score, share):
    assert float(sigmoid(np.array(float(score)))) == pytest.approx(share, abs=1e-12)
    assert LastLayer(question="binary", scores=(float(score),), truth=(1.0,)).answers[0] == pytest.approx(share)


@pytest.mark.parametrize("score", [-3.0, 0.0, 0.7, 4.0])
def test_yes_or_no_is_a_softmax_of_two_classes_one_of_them_at_0(score):
    yes_or_no = LastLayer(question="binary", scores=(score,), truth=(1.0,))
    two = LastLayer(scores=(score, 0.0), truth=(1.0, 0.0))
    assert yes_or_no.answers[0] == pytest.approx(two.answers[0])
    assert yes_or_no.loss == pytest.approx(two.loss)
    assert yes_or_no.gradient[0] == pytest.approx(two.gradient[0])


@pytest.mark.parametrize("moved", [-2.0, 0.5, 100.0])
def test_only_differences_between_scores_count_for_softmax(moved):
    here, there = LastLayer(), LastLayer(scores=tuple(score + moved for score in (2.0, 1.0, 0.1)))
    assert there.answers == pytest.approx(here.answers)
    assert there.loss == pytest.approx(here.loss)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_under_softmax_the_others_give_way_and_under_sigmoids_they_stay(place):
    before, scores = LastLayer(), [2.0, 1.0, 0.1]
    scores[place] += 1
    others = [other for other in range(3) if other != place]
    for question, falls in (("one", True), ("several", False)):
        old = LastLayer(question=question, scores=before.scores).answers[others]
        new = LastLayer(question=question, scores=tuple(scores)).answers[others]
        assert (new < old).all() if falls else np.array_equal(new, old)


@pytest.mark.parametrize(("temperature", "surer"), [(TEMPERATURES[0], True), (0.5, True), (TEMPERATURES[1], False)])
def test_a_low_temperature_makes_answers_surer_and_keeps_their_order(temperature, surer):
    warm, usual = LastLayer(temperature=temperature), LastLayer()
    assert bool(warm.answers.max() > usual.answers.max()) is surer
    assert np.argsort(warm.answers).tolist() == np.argsort(usual.answers).tolist()


@pytest.mark.parametrize(("classes", "loss"), [(2, log(2)), (3, log(3)), (10, 2.302585), (1000, 6.907755)])
def test_who_knows_nothing_loses_the_logarithm_of_the_number_of_classes(classes, loss):
    truth = (1.0,) + (0.0,) * (classes - 1)
    assert LastLayer(scores=(0.0,) * classes, truth=truth).loss == pytest.approx(loss, abs=1e-6)


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.3])
def test_gradients_of_shares_sum_to_0_as_what_one_gains_others_lose(smoothing):
    layer = LastLayer(smoothing=smoothing)
    assert layer.gradient.sum() == pytest.approx(0, abs=1e-12)
    assert layer.targets.sum() == pytest.approx(1)


@pytest.mark.parametrize("smoothing", [0.05, 0.1, 0.5])
def test_a_smoothed_loss_never_falls_below_the_spread_of_its_targets(smoothing):
    layer = LastLayer(smoothing=smoothing)
    entropy = -sum(target * log(target) for target in layer.targets)
    assert layer.along(np.linspace(-20, 20, 401).tolist()).min() >= entropy - 1e-9


@pytest.mark.parametrize("score", [-4.0, -2.0, 3.0])
def test_confident_and_wrong_keeps_its_slope_where_a_squared_error_behind_a_sigmoid_loses_it(score):
    share = 1 / (1 + exp(-score))
    layer = LastLayer(question="binary", scores=(score,), truth=(1.0 if score < 0 else 0.0,))
    squared = 2 * (share - layer.truth[0]) * share * (1 - share)
    assert abs(layer.gradient[0]) > 0.85 and abs(squared) < 0.25
    assert abs(layer.gradient[0]) > 4 * abs(squared)


@pytest.mark.parametrize(("off", "loss"), [(0.0, 0.0), (1.0, 1.0), (2.0, 4.0), (-2.0, 4.0), (4.0, 16.0)])
def test_twice_as_far_off_costs_four_times_as_much(off, loss):
    layer = LastLayer(question="value", scores=(1.0 + off,), truth=(1.0,))
    assert layer.loss == loss and layer.gradient[0] == 2 * off


@pytest.mark.parametrize("question", ["one", "several", "binary", "value"])
@pytest.mark.parametrize("end", SCORE_RANGE)
def test_nothing_overflows_at_the_ends_of_the_sliders(question, end):
    count = 1 if question in ("value", "binary") else 3
    for temperature in TEMPERATURES:
        layer = LastLayer(question=question, scores=(end,) * count, truth=CAT[:count], temperature=temperature)
        assert np.isfinite([*layer.answers, *layer.gradient, layer.loss]).all()


@pytest.mark.parametrize(("share", "text"), [(0.5, "0.5000"), (0.00123, "0.0012"), (0.0001234, "0.0001234"),
                                             (1.5e-9, r"1.5 \cdot 10^{-9}"), (1.0, "1.0000")])
def test_shares_are_written_with_four_decimals_and_small_ones_as_they_are(share, text):
    assert written_share(share) == text
