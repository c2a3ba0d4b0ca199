"""The lines of torch beside a convolution compute the same, for convolutions nobody thought of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from explorer.convolution import Convolution
from explorer.convolution.stepwise import torch_lines
from tests.examples import examples

PLAIN = Convolution(input=np.arange(16.0).reshape(1, 4, 4), weight=np.ones((1, 1, 3, 3)))


def computed(conv):
    namespace = {}
    exec(torch_lines(conv), namespace)
    return namespace["y"].numpy()


@st.composite
def convolutions(draw):
    dims, transposed = draw(st.integers(1, 3)), draw(st.booleans())
    groups, channels, filters = draw(st.sampled_from([(1, 2, 3), (2, 4, 2), (1, 1, 1), (3, 3, 6)]))
    kernel = [draw(st.integers(1, 3)) for _ in range(dims)]
    stride, dilation = ([draw(st.integers(1, 3)) for _ in range(dims)] for _ in range(2))
    padding = [draw(st.integers(0, 2)) for _ in range(dims)]
    sides = [draw(st.integers(1, 3)) + gap * (size - 1) for gap, size in zip(dilation, kernel, strict=True)]
    numbers = np.random.default_rng(draw(st.integers(0, 99)))
    first, second = (channels, filters // groups) if transposed else (filters, channels // groups)
    mode = "zeros" if transposed else draw(st.sampled_from(["zeros", "replicate"]))
    padding = [min(side, gap * (size - 1)) if transposed else side
               for side, gap, size in zip(padding, dilation, kernel, strict=True)]
    return Convolution(
        input=numbers.integers(-3, 4, (channels, *sides)), weight=numbers.integers(-3, 4, (first, second, *kernel)),
        bias=numbers.integers(-3, 4, filters) if draw(st.booleans()) else None, stride=stride, dilation=dilation,
        padding=[0] * dims if transposed and min(sides) < 2 else padding, groups=groups, padding_mode=mode,
        transposed=transposed)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(convolutions())
def test_they_compute_the_same(conv):
    found = computed(conv)
    assert found.shape == conv.output_shape
    assert found == pytest.approx(conv.output, abs=1e-9)


def test_what_is_usual_is_not_written():
    line = torch_lines(PLAIN).splitlines()[-1]
    assert line == "y = F.conv2d(x, w)"


@pytest.mark.parametrize(("given", "written"), [
    ({"stride": 2}, "stride=2"), ({"stride": (1, 2)}, "stride=(1, 2)"), ({"padding": 1}, "padding=1"),
    ({"dilation": (1, 1)}, "F.conv2d(x, w)"),
    ({"bias": np.array([2.0])}, "bias=torch.tensor([2], dtype=torch.float64)"),
    ({"padding": 1, "padding_mode": "reflect"}, 'F.pad(x, (1, 1, 1, 1), mode="reflect")'),
    ({"padding": (1, 0), "padding_mode": "circular"}, 'F.pad(x, (0, 0, 1, 1), mode="circular")'),
    ({"padding_mode": "reflect"}, "F.conv2d(x, w)"),
])
def test_arguments_are_written_by_torchs_names(given, written):
    conv = Convolution(input=PLAIN.input, weight=PLAIN.weight, **given)
    assert written in torch_lines(conv).splitlines()[-1]
    assert computed(conv) == pytest.approx(conv.output)


@pytest.mark.parametrize(("shape", "layout"), [((1, 5), "length"), ((1, 4, 4), "height, width"),
                                               ((1, 3, 3, 3), "depth, height, width")])
def test_comments_name_the_axes(shape, layout):
    conv = Convolution(input=np.ones(shape), weight=np.ones((1, 1, *(2,) * (len(shape) - 1))))
    assert f"# (channels, {layout})" in torch_lines(conv)
    assert f"# (filters, channels, {layout})" in torch_lines(conv)
    assert f"F.conv{len(shape) - 1}d(" in torch_lines(conv)


def test_comments_can_be_said_in_another_language():
    source = torch_lines(PLAIN, say=lambda said: f"«{said}»")
    assert source.count("  # «(") == source.count(")»\n") == 2
    namespace = {}
    exec(source, namespace)
    assert np.array_equal(namespace["y"].numpy(), PLAIN.output)


def test_a_transposed_weight_has_its_channels_first():
    conv = Convolution(input=np.ones((2, 2, 2)), weight=np.ones((2, 1, 2, 2)), transposed=True, groups=2)
    assert "# (channels, filters per group, height, width)" in torch_lines(conv)
    assert "F.conv_transpose2d(x, w, groups=2)" in torch_lines(conv)
