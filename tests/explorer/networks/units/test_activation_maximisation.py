"""Pictures that excite a channel: against noise and photos, repeatable, and stopped half-way."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from explorer.errors import LimitError, NetworkError
from explorer.images import SAMPLES, sample
from explorer.networks import feature_maps, load
from explorer.networks.units.activation_maximisation import (
    Ascent,
    _results,
    reading,
    visualise,
    visualise_cost_s,
)
from explorer.networks.units.parameterisation import AXES, FORMS, numbers, picture
from explorer.runtime.tasks import Cancelled, Tasks

NODE = "features.12"  # a ReLU of the second group, 64 channels
RELU = "stack/3x16x16/conv.o4.p1~relu~conv.o6.p1~relu~adaptive.o1~flatten~linear.o3"


def answer(network, pixels, node, channel):
    return float(feature_maps(network, pixels, node)[channel].mean())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("channel", [0, 3, 5])
def test_the_picture_excites_its_channel_far_more_than_noise_and_every_sample_photo(form, channel):
    network = load("bundled/vgg")
    made = visualise(network, NODE, channel, steps=96, parameterisation=form, jitter=2)
    noise = np.random.default_rng(0).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    others = [answer(network, pixels, NODE, channel) for pixels in [noise, *(sample(name).pixels for name in SAMPLES)]]
    assert made.activation > 2 * max(others)
    assert made.activation > 5 * made.activation_curve[0]
    assert made.picture.shape == (32, 32, 3)


def test_the_activation_is_that_of_the_picture_that_is_shown():
    network = load("bundled/vgg")
    made = visualise(network, NODE, 3, steps=20)
    assert made.activation == pytest.approx(answer(network, made.picture, NODE, 3), rel=1e-3)
    assert made.activation_curve.shape == (20,)


def test_a_class_can_be_grown_until_the_network_is_sure_of_it():
    network = load("bundled/resnet20")
    made = visualise(network, network.graph.output, 3, steps=96)
    scores = feature_maps(network, made.picture, network.graph.output)[:, 0, 0]
    assert scores.argmax() == 3
    assert scores[3] - np.delete(scores, 3).max() > 5


@pytest.mark.parametrize("form", FORMS)
def test_the_same_seed_gives_the_same_picture(form):
    def fresh(seed):
        _results.clear()
        return visualise(load(RELU), "conv2", 1, steps=6, parameterisation=form, seed=seed).picture

    np.testing.assert_array_equal(fresh(0), fresh(0))
    assert not np.array_equal(fresh(0), fresh(1))


def test_results_are_kept():
    assert visualise(load(RELU), "conv1", 0, steps=2) is visualise(load(RELU), "conv1", 0, steps=2)


def test_a_unit_that_is_off_for_noise_is_woken():
    network = load(RELU, seed=3)
    bias = network.module.get_submodule("conv2").bias
    before = bias.detach().clone()
    bias.data.fill_(-0.5)
    try:
        made = visualise(network, "relu2", 2, steps=64, jitter=0)
    finally:
        bias.data.copy_(before)
    assert made.activation_curve[0] == 0
    assert made.activation > 0


def test_a_module_stands_for_its_last_layer():
    assert visualise(load("bundled/resnet20"), "layer1", 0, steps=1).node == "layer1.2.relu_1"


def test_it_runs_as_a_task_with_pictures_on_the_way_and_stops():
    shown = []

    def work(report):
        def stop_later(share, note=None, picture=None):
            shown.append(picture)
            report(share, note, picture)
            if len(shown) == 3:
                raise Cancelled
        return visualise(load("bundled/resnet20"), "layer3", 1, steps=2048, report=stop_later)

    task = Tasks(1).start("name", work)
    assert task.wait(60)
    assert (task.state, task.picture.shape) == ("cancelled", (32, 32, 3))
    assert 0 < task.share < 1
    assert not np.array_equal(shown[0], shown[-1])


def test_the_shared_network_stays_as_it_was():
    network = load(RELU)
    before = {name: value.clone() for name, value in network.module.state_dict().items()}
    visualise(network, "relu2", 0, steps=3)
    assert all(torch.equal(before[name], value) for name, value in network.module.state_dict().items())
    assert not any(part._forward_hooks or part.training for part in network.module.modules())
    assert not any(weights.requires_grad for weights in network.module.parameters())


@pytest.mark.parametrize("shape", ["1x16x12", "2x9x8", "4x8x16"])
@pytest.mark.parametrize("form", FORMS)
def test_networks_that_read_other_channels_and_sizes_work_too(shape, form):
    made = visualise(load(f"stack/{shape}/conv.o4.k3~relu~flatten~linear.o3"), "conv1", 0, steps=4, jitter=1,
                     parameterisation=form)
    height, width = (int(side) for side in shape.split("x")[1:])
    assert made.picture.shape == (height, width, 3)


@pytest.mark.parametrize(("wrong", "error", "words"), [
    ({"node": "nothing"}, NetworkError, "Did you mean"), ({"channel": 6}, NetworkError, "channels 0 to 5"),
    ({"channel": -1}, NetworkError, "no channel -1"), ({"steps": 0}, LimitError, "1 to 2048"),
    ({"steps": 10**9}, LimitError, "1 to 2048"), ({"jitter": 16}, LimitError, "0 to 15"),
    ({"parameterisation": "pixels"}, NetworkError, "fourier, pyramid"),
])
def test_what_cannot_be_made_is_named(wrong, error, words):
    with pytest.raises(error, match=words):
        visualise(load(RELU), **{"node": "conv2", "channel": 0, "steps": 1, **wrong})


def test_an_early_layer_is_announced_to_cost_less():
    network = load("bundled/resnet20")
    early, late = (visualise_cost_s(network, node, 100) for node in ("layer1", "layer3"))
    assert 0 < early < late


@pytest.mark.parametrize("name", ["bundled/vgg", "stack/3x16x16/conv.o4"])
def test_what_is_climbed_is_what_the_network_reads(name):
    network = load(name)
    shown = np.random.default_rng(1).integers(0, 256, (*network.input_shape[1:], 3), dtype=np.uint8)
    read = reading(network)(torch.tensor(shown).permute(2, 0, 1) / 255).numpy()
    expected = network.preprocess(shown)
    assert np.corrcoef(read.ravel(), expected.ravel())[0, 1] > 0.999
    if network.trained:
        np.testing.assert_allclose(read, expected, atol=1e-5)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [(32, 32), (7, 9), (1, 1), (24, 5)])
def test_a_picture_is_red_green_blue_from_0_to_1(form, size):
    shown = picture(form, numbers(form, size, 0), size)
    assert shown.shape == (3, *size)
    assert 0 <= shown.min() <= shown.max() <= 1


def test_long_waves_are_stronger_than_short_ones_as_one_over_frequency():
    parts = numbers("fourier", (64, 64), 0)
    logits = torch.logit(picture("fourier", parts, (64, 64)).double(), eps=1e-9) / 3
    light = torch.einsum("c,chw->hw", AXES[0].double(), logits)
    power = torch.fft.rfft2(light, norm="ortho").abs()
    rows = torch.fft.fftfreq(64)[:, None].abs().expand(-1, 33)
    frequency = (rows**2 + torch.fft.rfftfreq(64)[None]**2).sqrt()
    bands = [power[(frequency > low) & (frequency <= 1.5 * low)].mean() * low for low in (0.05, 0.1, 0.2, 0.3)]
    assert max(bands) / min(bands) < 1.5


def test_colour_axes_are_at_right_angles():
    torch.testing.assert_close(AXES @ AXES.T, torch.eye(3))


SIX = "stack/3x16x16/conv.o4.p1~relu6~conv.o6.p1~relu6~adaptive.o1~flatten~linear.o3"


@pytest.mark.parametrize("channel", range(4))
def test_a_unit_that_stops_at_six_is_climbed_where_it_is_off_and_told_as_it_is(channel):
    network = load(SIX)
    node = next(node.name for node in network.graph if node.layer.stem == "relu")
    made = visualise(network, node, channel, steps=24)
    assert made.activation_curve[-1] >= made.activation_curve[0]
    assert 0 <= made.activation <= 6
    given = reading(network)(torch.tensor(made.picture).permute(2, 0, 1) / 255).numpy()
    assert made.activation == pytest.approx(answer(network, given, node, channel), rel=1e-3, abs=1e-6)


def test_what_stops_at_six_has_a_slope_beyond_it():
    network = load(SIX)
    node = next(node.name for node in network.graph if node.layer.stem == "relu")
    ascent = Ascent(network, node, 0, "fourier", 1, 0)
    goal = ascent._goal(torch.device("cpu"))
    for size in (-1000.0, 1000.0):  # dead and full
        batch = torch.full((1, 3, 16, 16), size, requires_grad=True)
        reached, slope = goal(batch)
        assert float(torch.autograd.grad(slope, batch)[0].abs().sum()) > 0
        assert 0 <= float(reached.detach()) <= 6


@pytest.mark.parametrize("form", FORMS)
def test_a_soft_ascent_shows_what_the_network_reads(form):
    network = load("bundled/vgg")
    hard, soft = (Ascent(network, NODE, 3, form, 2, 0, soft=one) for one in (False, True))
    for ascent in (hard, soft):
        while len(ascent.curve) < 16:
            ascent.piece(torch.device("cpu"), 16)
    rough = [np.abs(np.diff(ascent.pixels().astype(float), axis=1)).mean() for ascent in (hard, soft)]
    assert rough[1] < 0.6 * rough[0]
    assert soft.activation(torch.device("cpu")) == pytest.approx(answer(network, soft.pixels(), NODE, 3), rel=1e-3)
