"""What a unit reads, window by window: the columns of torch's unfold; and means of rounded-up and padded windows."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch.nn import functional

from explorer import networks


def opened(text, shape=(2, 7, 8)):
    network = networks.load(f"stack/{'x'.join(map(str, shape))}/{text}")
    values = np.random.default_rng(5).normal(size=shape).astype(np.float32)
    return network, networks.NetworkInput(values, np.zeros((*shape[1:], 3), np.uint8), b"windows")


def sums_of(network, given, name):
    """Return each unit of a step with how it comes by its value."""
    return {unit: networks.unit_sum(network, given, name, unit)
            for unit in np.ndindex(*networks.steps_of(network)[name].shape)}


@pytest.mark.parametrize(("kernel", "stride", "padding", "dilation"), [
    (1, 1, 0, 1), (2, 1, 1, 1), (3, 1, 1, 1), (3, 2, 0, 1), (3, 2, 2, 2), (5, 3, 2, 1), (2, 2, 1, 3)])
def test_windows_of_a_convolution_are_the_columns_of_unfold(kernel, stride, padding, dilation):
    network, given = opened(f"conv.o3.k{kernel}.s{stride}.p{padding}.d{dilation}")
    columns = functional.unfold(torch.tensor(given.values)[None], kernel, dilation, padding, stride)[0]
    ones = functional.unfold(torch.ones(1, 1, 7, 8), kernel, dilation, padding, stride)[0]
    wide = networks.steps_of(network)["conv1"].shape[2]
    for (_map, row, column), found in sums_of(network, given, "conv1").items():
        (read,) = found.reads
        place = row * wide + column
        np.testing.assert_array_equal(read.values.ravel(), columns[:, place])
        np.testing.assert_array_equal(read.outside.ravel(), ones[:, place] == 0)
        assert read.corner == (row * stride - padding, column * stride - padding)
        assert read.spread == (dilation, dilation)


@pytest.mark.parametrize(("groups", "maps"), [(1, 4), (2, 4), (4, 4), (2, 6), (4, 8)])
def test_a_unit_of_a_group_reads_the_maps_that_torch_gives_its_kernel(groups, maps):
    network, given = opened(f"conv.o{maps}.k3.g{groups}", (4, 5, 5))
    weight = dict(network.module.named_modules())["conv1"].weight
    for channel in range(maps):
        (read,) = networks.unit_sum(network, given, "conv1", (channel, 1, 1)).reads
        first, last = read.maps
        apart = torch.zeros(4, 5, 5)  # all other maps blank: the sum of products stays as it is
        apart[first:last] = torch.tensor(given.values[first:last])
        whole = functional.conv2d(apart[None], weight, groups=groups)[0, channel, 1, 1]
        assert last - first == 4 // groups
        assert read.sums.sum() == pytest.approx(float(whole), abs=1e-5)


POOLINGS = {
    "avgpool.k3.s2.p1": {"count_include_pad": True}, "avgpool.k3.s2.p1.i0": {"count_include_pad": False},
    "avgpool.k3.s2.p1.c1": {"count_include_pad": True, "ceil_mode": True},
    "avgpool.k3.s2.p1.c1.i0": {"count_include_pad": False, "ceil_mode": True}}


@pytest.mark.parametrize("text", POOLINGS)
@pytest.mark.parametrize("side", [6, 7, 8])
def test_a_mean_is_torchs_and_divides_by_the_cells_that_count(text, side):
    network, given = opened(text, (1, side, 7))
    theirs = functional.avg_pool2d(torch.tensor(given.values)[None], 3, 2, 1, **POOLINGS[text])[0]
    all_ones = functional.avg_pool2d(torch.ones(1, 1, side, 7), 3, 2, 1, **POOLINGS[text])[0]
    for unit, found in sums_of(network, given, "pool1").items():
        (read,) = found.reads
        assert found.kind == "mean"
        assert found.total == pytest.approx(float(theirs[unit]), abs=1e-6)
        assert (~read.outside).sum() / read.counted.sum() == pytest.approx(float(all_ones[unit]))


@pytest.mark.parametrize("rounded", ["", ".c1"])
@pytest.mark.parametrize(("kernel", "stride", "padding", "dilation"), [(2, 2, 0, 1), (3, 2, 1, 1), (3, 2, 1, 2)])
def test_a_maximum_is_torchs_and_padding_never_wins(kernel, stride, padding, dilation, rounded):
    network, given = opened(f"maxpool.k{kernel}.s{stride}.p{padding}.d{dilation}{rounded}")
    given = networks.NetworkInput(given.values - 9, given.pixels, b"below 0")
    theirs = functional.max_pool2d(torch.tensor(given.values)[None], kernel, stride, padding, dilation,
                                   ceil_mode=bool(rounded))[0]
    for unit, found in sums_of(network, given, "pool1").items():
        assert found.total == pytest.approx(float(theirs[unit]))
        assert math.isclose(found.total, found.value, rel_tol=1e-6)


PADS = {"pad": "constant", "padreflect": "reflect", "padreplicate": "replicate"}


@pytest.mark.parametrize("pad", PADS)
@pytest.mark.parametrize(("text", "window"), [
    ("conv.o2.k3.s2", None), ("maxpool.k3", "max"), ("avgpool.k3", "mean"), ("avgpool.k3.i0", "mean")])
def test_a_layer_that_pads_before_it_is_part_of_what_is_read(pad, text, window):
    network, given = opened(f"{pad}.p2~{text}")
    given = networks.NetworkInput(given.values - 2, given.pixels, b"mostly below 0")
    padded = functional.pad(torch.tensor(given.values)[None], (2, 2, 2, 2), mode=PADS[pad])
    name, = networks.steps_of(network)
    modules = dict(network.module.named_modules())
    theirs = {None: lambda: modules["conv1"](padded), "max": lambda: functional.max_pool2d(padded, 3),
              "mean": lambda: functional.avg_pool2d(padded, 3)}[window]()[0]
    for unit, found in sums_of(network, given, name).items():
        assert found.total == pytest.approx(float(theirs[unit].detach()), abs=1e-5)


@pytest.mark.parametrize("pad", PADS)
def test_what_works_on_each_value_reads_past_the_padding_too(pad):
    network, given = opened(f"{pad}.p1~relu")
    padded = functional.pad(torch.tensor(given.values)[None], (1, 1, 1, 1), mode=PADS[pad])[0]
    for unit, found in sums_of(network, given, "relu1").items():
        assert (found.total, found.value) == (float(padded[unit]), float(padded[unit].clamp(min=0)))


@pytest.mark.parametrize("size", [1, 2, 3, 6])
def test_adaptive_pooling_has_windows_where_its_sides_divide(size):
    network, given = opened(f"adaptive.o{size}", (2, 6, 12))
    theirs = functional.adaptive_avg_pool2d(torch.tensor(given.values)[None], size)[0]
    for unit, found in sums_of(network, given, "pool1").items():
        assert found.kind == "mean"
        assert found.reads[0].values.shape == (1, 6 // size, 12 // size)
        assert found.total == pytest.approx(float(theirs[unit]), abs=1e-6)


@pytest.mark.parametrize("text", ["adaptive.o4", "softmax", "upsample"])
def test_what_is_not_taken_apart_has_its_value_and_reads_nothing(text):
    network, given = opened(text)
    name, = networks.steps_of(network)
    whole = network.module(torch.tensor(given.values)[None])[0]
    for unit, found in sums_of(network, given, name).items():
        assert (found.kind, found.reads, found.bias) == ("given", (), None)
        assert found.value == found.total == pytest.approx(float(whole[unit]), abs=1e-6)
