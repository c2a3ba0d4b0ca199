"""Layers are data that compare, copy and print as people think of them."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from explorer.errors import SpecError
from explorer.graph import (
    CODES,
    AvgPool2d,
    Conv1d,
    Conv2d,
    Conv3d,
    ConvTranspose2d,
    Dropout,
    Linear,
    MaxPool2d,
    ReLU,
    Softmax,
    attempt,
)
from explorer.graph.layers.base import arguments
from explorer.graph.layers.incomplete import Unfinished, given_to, kind_of


def made(kind):
    needed = {entry.name: 1 for entry in fields(kind) if entry.name in ("out_channels", "out_features", "output_size")}
    needed |= {"unflattened_size": (2, 2)} if "unflattened_size" in kind.__dataclass_fields__ else {}
    return kind(**needed)


each = pytest.mark.parametrize("kind", CODES.values(), ids=lambda kind: kind.__name__)


@each
def test_a_layer_cannot_be_changed_only_replaced(kind):
    layer = made(kind)
    with pytest.raises((FrozenInstanceError, AttributeError, TypeError)):
        layer.colour = "red"
    assert replace(layer) == layer
    assert hash(replace(layer)) == hash(layer)


@each
def test_a_layer_is_made_again_from_its_arguments(kind):
    assert kind(**arguments(made(kind))) == made(kind)


@each
def test_every_kind_says_what_it_does_and_belongs_to_a_family(kind):
    assert kind.__doc__
    assert kind.__doc__.splitlines()[0].endswith(".")
    assert kind.family in ("convolution", "pooling", "linear", "normalisation", "activation", "reshape", "merge")
    assert 0 <= kind.dims <= 3


@pytest.mark.parametrize(("one", "other"), [
    (Conv2d(out_channels=4, kernel_size=(3, 3)), Conv2d(out_channels=4, kernel_size=3)),
    (Conv2d(out_channels=4, padding=((1, 1), (1, 1))), Conv2d(out_channels=4, padding=1)),
    (Conv2d(out_channels=4, padding=((1, 1), (2, 2))), Conv2d(out_channels=4, padding=(1, 2))),
    (MaxPool2d(kernel_size=3), MaxPool2d(kernel_size=3, stride=3)),
    (AvgPool2d(kernel_size=(2, 3)), AvgPool2d(kernel_size=(2, 3), stride=(2, 3)))])
def test_layers_that_do_the_same_are_equal(one, other):
    assert one == other


@pytest.mark.parametrize(("layer", "pads"), [
    (Conv2d(out_channels=1, padding=2), ((2, 2), (2, 2))), (Conv2d(out_channels=1, padding=(0, 3)), ((0, 0), (3, 3))),
    (Conv2d(out_channels=1, padding="valid"), ((0, 0), (0, 0))),
    (Conv2d(out_channels=1, kernel_size=(3, 4), padding="same"), ((1, 1), (1, 2))),
    (Conv1d(out_channels=1, kernel_size=4, dilation=3, padding="same"), ((4, 5),)),
    (Conv3d(out_channels=1, padding=((0, 1), (2, 0), (0, 0))), ((0, 1), (2, 0), (0, 0)))])
def test_the_odd_pixel_of_same_padding_goes_behind(layer, pads):
    # torch.nn.Conv2d, padding='same': the total is d (k - 1)
    assert layer.pads() == pads


@pytest.mark.parametrize(("layer", "argument", "values"), [
    (Conv2d(out_channels=1, kernel_size=5), "kernel_size", (5, 5)), (Conv1d(out_channels=1, stride=2), "stride", (2,)),
    (Conv3d(out_channels=1, dilation=(1, 2, 3)), "dilation", (1, 2, 3))])
def test_arguments_have_a_value_for_each_axis(layer, argument, values):
    assert layer.per_axis(argument) == values


@pytest.mark.parametrize(("kind", "given"), [
    (Conv2d, {"out_channels": True}), (Conv2d, {"out_channels": 1.5}), (Conv2d, {"out_channels": 4, "bias": 1}),
    (Conv2d, {"out_channels": 4, "kernel_size": (3.0, 3)}), (Conv2d, {"out_channels": 4, "stride": 0}),
    (MaxPool2d, {"ceil_mode": 1}), (Dropout, {"p": float("nan")}), (Dropout, {"p": "half"}), (Dropout, {"p": True}),
    (Linear, {"out_features": 0}), (ConvTranspose2d, {"out_channels": 2, "groups": 3})])
def test_what_is_no_number_or_no_switch_is_refused_by_its_name(kind, given):
    with pytest.raises(SpecError, match=kind.__name__) as caught:
        kind(**given)
    assert list(given)[-1] in str(caught.value) or "groups" in str(caught.value)


def test_arguments_need_their_names():
    with pytest.raises(TypeError):
        Conv2d(4, 3)
    with pytest.raises(TypeError, match="out_channels"):
        Conv2d()


def test_a_layer_that_is_being_typed_is_kept_with_what_was_given():
    wrong = attempt(Conv2d, {"out_channels": 4, "kernel_size": 0})
    assert isinstance(wrong, Unfinished)
    assert kind_of(wrong) is Conv2d
    assert given_to(wrong) == {"out_channels": 4, "kernel_size": 0}
    assert "kernel_size is 0" in str(wrong.refusal())
    assert attempt(Conv2d, {"out_channels": 4}) == Conv2d(out_channels=4)
    assert kind_of(ReLU()) is ReLU
    assert given_to(Softmax()) == {}
