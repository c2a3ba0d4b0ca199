"""Two ways to end a network, counted against formulas, against published networks, and by hand."""

from __future__ import annotations

from itertools import pairwise

import pytest

from explorer.experiments import END_CHANNELS, END_CLASSES, END_SIDES, ENDS, TwoEnds
from explorer.graph import from_text, shape_from_text, shape_to_text, to_text

CASES = [(32, 64, 10), (48, 8, 2), (96, 128, 100), (224, 512, 1000)]


@pytest.mark.parametrize(("side", "channels", "classes"), CASES)
def test_a_linear_layer_has_a_weight_for_each_pair_and_a_bias_for_each_score(side, channels, classes):
    ends = TwoEnds(side, channels, classes)
    assert ends.params("flatten") == (channels * (side // 8) ** 2 + 1) * classes
    assert ends.params("pooled") == (channels + 1) * classes


@pytest.mark.parametrize(("channels", "classes", "params"), [
    (512, 1000, 513_000),  # torchvision: fc of ResNet-18 and of ResNet-34
    (64, 10, 650)])        # He et al. (2015), section 4.2: the ten-way layer of ResNet-20 on CIFAR-10
def test_behind_a_pooling_it_is_the_last_layer_of_a_resnet(channels, classes, params):
    assert {TwoEnds(side, channels, classes).params("pooled") for side in END_SIDES} == {params}


def test_at_its_largest_flatten_takes_400_million():
    assert TwoEnds(224, 512, 1000).params("flatten") == 401_409_000
    assert TwoEnds(max(END_SIDES), max(END_CHANNELS), max(END_CLASSES)) == TwoEnds(224, 512, 1000)


@pytest.mark.parametrize("side", END_SIDES)
def test_three_poolings_halve_every_offered_side_without_a_rest(side):
    assert side % 8 == 0
    assert TwoEnds(side).map_side * 8 == side


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("side", [32, 160])
def test_a_cell_sees_22_px_and_a_score_the_whole_picture_and_padding(end, side):
    size, jump = 1, 1
    for _ in range(3):  # a convolution of 3, then a pooling of 2 with stride 2; Dumoulin & Visin (2016)
        size += 2 * jump
        size, jump = size + jump, 2 * jump
    report = TwoEnds(side).report(end)
    assert (size, jump) == (22, 8)
    assert report["pool3"].field.size == size
    assert report["fc1"].field.size == size + jump * (side // 8 - 1) == side + 14


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("side", "channels", "classes"), CASES)
def test_the_end_alone_counts_what_it_counts_in_its_network(end, side, channels, classes):
    ends = TwoEnds(side, channels, classes)
    whole, alone = ends.report(end), ends.end_alone(end)
    assert alone["fc1"].params == whole["fc1"].params == alone.params
    assert alone["fc1"].output_shape == whole["fc1"].output_shape == (classes,)


@pytest.mark.parametrize(("side", "channels", "classes"), CASES)
def test_both_networks_have_the_same_convolutions(side, channels, classes):
    ends = TwoEnds(side, channels, classes)
    body = 3 * 9 * 16 + 16 + 16 * 9 * 32 + 32 + 32 * 9 * channels + channels
    assert {ends.report(end).params - ends.params(end) for end in ENDS} == {body}


def test_four_times_the_places_four_times_the_weights_and_one_end_that_does_not_care():
    weights = {side: TwoEnds(side, 64, 10).params("flatten") - 10 for side in END_SIDES}
    assert weights[64] == 4 * weights[32] and weights[128] == 16 * weights[32]
    assert all(small < large for small, large in pairwise(weights.values()))
    assert len({TwoEnds(side, 64, 10).params("pooled") for side in END_SIDES}) == 1


def test_more_maps_and_more_classes_cost_both_ends():
    for end in ENDS:
        counts = [TwoEnds(32, channels, 10).params(end) for channels in (8, 64, 512)]
        counts += [TwoEnds(32, 512, classes).params(end) for classes in (100, 1000)]
        assert counts == sorted(set(counts))


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("side", "channels", "classes"), CASES)
def test_the_link_to_the_builder_brings_the_same_network(end, side, channels, classes):
    stack = TwoEnds(side, channels, classes).stack(end)
    text = to_text(stack.graph)
    assert to_text(from_text(text)) == text and f"linear.o{classes}" in text
    assert shape_from_text(shape_to_text(stack.input_shape)) == (3, side, side)


def test_a_count_is_made_once():
    assert TwoEnds(64, 32, 10).report("pooled") is TwoEnds(64, 32, 10).report("pooled")
