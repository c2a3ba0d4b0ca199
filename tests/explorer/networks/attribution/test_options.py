"""What may be asked of a method, and photos without information."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from explorer.errors import NetworkError
from explorer.images import sample
from explorer.networks import load, network_input
from explorer.networks.attribution.baselines import start
from explorer.networks.attribution.methods import BASELINES, FILLINGS, METHODS, Option, chosen, options_for
from explorer.networks.attribution.occlusion import window_places
from explorer.networks.attribution.request import Completeness, Request

STEPS = Option(name="steps", title="Steps", kind="int", low=4, high=300, default=50)
NOISE = Option(name="noise", title="Noise", kind="float", low=0.0, high=0.5, default=0.15)
FILL = Option(name="fill", title="Cover with", kind="choice", default="grey", choices=FILLINGS)


@pytest.mark.parametrize(("option", "value", "taken"), [
    (STEPS, 4, 4), (STEPS, 300.0, 300), (NOISE, 0, 0.0), (NOISE, 0.5, 0.5), (FILL, "blur", "blur")])
def test_values_come_back_as_the_options_kind(option, value, taken):
    found = option.checked(value)
    assert found == taken
    assert type(found) is type(taken)


@pytest.mark.parametrize(("option", "value", "said"), [
    (STEPS, 3, "Steps is 3. Choose a number from 4 to 300"), (STEPS, 4.5, "from 4 to 300"),
    (STEPS, True, "Steps is True"), (STEPS, "many", "Steps is many"), (NOISE, 0.51, "from 0 to 0.5"),
    (NOISE, float("nan"), "Noise is nan"),
    (FILL, "pink", "Cover with is 'pink'. Choose one of: grey, black, white, blur"), (FILL, 3, "Choose one of")])
def test_other_values_are_refused_with_what_is_taken(option, value, said):
    with pytest.raises(NetworkError) as caught:
        option.checked(value)
    assert said in str(caught.value)


def test_what_is_not_given_has_its_default_and_what_is_unknown_is_named():
    assert chosen("Test", (STEPS, NOISE), {"steps": 9}) == {"steps": 9, "noise": 0.15}
    with pytest.raises(NetworkError, match=r"Test has no option 'colour'\. Choose among: steps, noise"):
        chosen("Test", (STEPS, NOISE), {"colour": 1})


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.id)
def test_every_default_is_one_that_is_taken(method):
    for option in method.options:
        assert option.checked(option.default) == option.default
    assert chosen(method.title, method.options, {}) == {option.name: option.default for option in method.options}


@pytest.mark.parametrize("side", [8, 32, 64, 224, 320])
def test_windows_are_as_large_a_part_of_small_pictures_as_of_large_ones(side):
    for method in METHODS.values():
        for option, own in zip(options_for(method, side), method.options, strict=True):
            if option.name in ("window", "stride"):
                assert option.default == max(1, round(own.default * side / 224))
                assert option.low <= option.default <= option.high == side
            else:
                assert option == own


def test_equal_requests_have_equal_keys_whatever_the_order_of_their_options():
    one = Request(method="occlusion", target=1, options={"window": 4, "stride": 2})
    other = Request(method="occlusion", target=1, options={"stride": 2, "window": 4})
    assert one.key == other.key
    assert hash(one.key) == hash(other.key)
    assert one.key != Request(method="occlusion", target=2, options=one.options).key


def test_the_gap_is_what_the_sum_misses():
    assert Completeness(total=1.5, score=3.0, baseline_score=1.0).gap == pytest.approx(-0.5)


@pytest.fixture(scope="module")
def given():
    network = load("bundled/resnet20")
    return network, network_input(network, sample("coffee")).values


@pytest.mark.parametrize(("name", "level"), [("black", 0), ("white", 255)])
def test_black_and_white_are_what_the_network_reads_of_them(name, level, given):
    network, values = given
    side = values.shape[-1]
    assert start(name, network, values) == pytest.approx(network.preprocess(np.full((side, side, 3), level, np.uint8)))


def test_grey_is_zero_and_so_the_average_colour_of_what_it_learned_from(given):
    network, values = given
    assert not start("grey", network, values).any()
    mean = np.array([0.4914, 0.4822, 0.4465]) * 255  # of CIFAR-10's training pictures
    side = values.shape[-1]
    average = network.preprocess(np.broadcast_to(mean.round().astype(np.uint8), (side, side, 3)))
    assert np.abs(average).max() < 0.02


def test_a_blurred_photo_is_scipys_gaussian_away_from_the_border(given):
    network, values = given
    soft = start("blur", network, values)
    expected = ndimage.gaussian_filter(values.astype(np.float64), (0, 3.2, 3.2), truncate=9)
    inner = (slice(None), slice(13, 19), slice(13, 19))
    assert soft[inner] == pytest.approx(expected[inner], abs=0.02)


@pytest.mark.parametrize("name", [name for name, _title in BASELINES])
def test_every_start_has_the_shape_of_the_photo_and_less_to_see(name, given):
    network, values = given
    found = start(name, network, values)
    assert found.shape == values.shape
    assert found.std(axis=(1, 2)).max() < values.std(axis=(1, 2)).min()


@pytest.mark.parametrize(("size", "window", "stride"), [((8, 8), 4, 4), ((9, 7), 4, 2), ((5, 5), 5, 3), ((3, 10), 8, 1),
                                                        ((32, 32), 5, 5)])
def test_windows_cover_every_pixel_and_begin_inside(size, window, stride):
    covered = np.zeros(size, dtype=int)
    for top, left in window_places(size, window, stride):
        assert 0 <= top < size[0]
        assert 0 <= left < size[1]
        covered[top:top + window, left:left + window] += 1
    assert covered.min() >= (1 if stride <= window else 0)
