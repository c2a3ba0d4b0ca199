"""Lines of a unit's sum: their results are the network's, and what they say of steps is what the steps do."""

from __future__ import annotations

import re

import numpy as np
import pytest

from explorer import networks
from explorer.graph import analyse, from_text, walk_columns
from explorer.networks import AfterSum, UnitRead, UnitSum
from pages.pixel_to_class.unit_lines import bracketed, latex, lines_of
from pages.pixel_to_class.walk_words import after_text, kind_text, step_text, words
from pages.ui.mathml import formula_tree


@pytest.mark.parametrize(("value", "text"), [
    (0.0, "0"), (1.0, "1"), (-0.25, "-0.25"), (0.123456, "0.1235"), (1234.5678, "1{,}235"), (1e-5, r"1 \cdot 10^{-5}"),
    (-2.5e7, r"-2.5 \cdot 10^{7}"), (123456.0, "123{,}456")])
def test_numbers_have_four_digits(value, text):
    assert latex(value) == text
    assert bracketed(value) == (f"({text})" if value < 0 else text)


def read(values, weights=None):
    values = np.array(values, np.float32).reshape(1, 1, -1)
    return UnitRead("a", (0, 1), (0, 0), (1, 1), values,
                    None if weights is None else np.array(weights, np.float32).reshape(values.shape),
                    np.zeros(values.shape[1:], bool), np.ones(values.shape[1:], bool))


CASES = [
    (UnitSum("weighted", 5.5, 5.5, 0.5, (read([1, 2], [1, 2]),), ()), r"z = \sum x \cdot w + b = 5 + 0.5 = 5.5"),
    (UnitSum("weighted", 4.5, 4.5, -0.5, (read([1, 2], [1, 2]),), ()), r"z = \sum x \cdot w + b = 5 + (-0.5) = 4.5"),
    (UnitSum("weighted", 5.0, 5.0, None, (read([1, 2], [1, 2]),), ()), r"z = \sum x \cdot w = 5"),
    (UnitSum("maximum", 2.0, 2.0, None, (read([1, 2]),), ()), r"z = \max x = 2"),
    (UnitSum("mean", 1.5, 1.5, None, (read([1, 2]),), ()), r"z = \frac{1}{2} \sum x = 1.5"),
    (UnitSum("sum", -1.0, -1.0, None, (read([1]), read([-2])), ()), "z = 1 + (-2) = -1"),
    (UnitSum("product", -2.0, -2.0, None, (read([1]), read([-2])), ()), r"z = 1 \cdot (-2) = -2"),
    (UnitSum("given", 0.5, 0.5, None, (), ()), "z = 0.5"),
]


@pytest.mark.parametrize(("found", "line"), CASES)
def test_the_first_line_is_the_sum_with_its_numbers(found, line):
    assert lines_of(found)[0][1] == line


NORM = {"mean": -1.0, "variance": 4.0, "scale": 2.0, "shift": 0.5, "eps": 1e-5}


@pytest.mark.parametrize(("kind", "before", "after", "numbers", "line"), [
    ("ReLU", -3.0, 0.0, {}, r"\max(0, z) = \max(0, -3) = 0"),
    ("LeakyReLU", -3.0, -0.03, {"slope": 0.01}, r"\max(z, 0.01 \cdot z) = -0.03"),
    ("Sigmoid", 0.0, 0.5, {}, r"z = 0, \quad \frac{1}{1 + e^{-z}} = 0.5"),
    ("Mish", 0.0, 0.0, {}, r"z = 0, \quad 0"),
])
def test_what_is_done_to_the_sum_stands_below_it(kind, before, after, numbers, line):
    found = UnitSum("given", after, before, None, (), (AfterSum("a", kind, before, after, numbers),))
    assert lines_of(found)[1] == (kind, line)


def test_a_batch_norm_has_its_own_numbers_in_its_formula():
    found = UnitSum("given", 4.5, 3.0, None, (), (AfterSum("a", "BatchNorm2d", 3.0, 4.5, NORM),))
    title, line = lines_of(found)[1]
    assert title == "Batch norm"
    assert line.endswith(r"2 \cdot \frac{3 - (-1)}{\sqrt{4 + 1 \cdot 10^{-5}}} + 0.5 = 4.5")


@pytest.mark.parametrize("found", [case[0] for case in CASES])
def test_each_line_is_mathematics_that_browsers_set(found):
    assert all(formula_tree(line)[0] == "math" for _title, line in lines_of(found))


TEXT = "conv.o6.k3~bn~relu~maxpool~conv.o6.k3.g6~avgpool.k3~conv.o4.k1~gap~flatten~linear.o3~softmax"
SAYS = [
    ("3 × 3 convolution", "6 kernels, each a window of 3 × 3 in 2 maps before, move over the maps. "
                          "Then: batch norm, ReLU."),
    ("max pooling", "Keeps the largest value of each window of 2 × 2, map by map."),
    ("3 × 3 convolution", "6 kernels, each a window of 3 × 3 in one map before, move over the maps."),
    ("average pooling", "Keeps the mean of each window of 3 × 3, map by map."),
    ("1 × 1 convolution", "4 kernels, each a window of 1 × 1 in 6 maps before, move over the maps."),
    ("average pooling", "Makes one number of each map: its mean, wherever its pattern was found."),
    ("linear layer", "Each of 3 units multiplies all 4 values before it by its own weights and adds up."),
    ("Softmax", "Makes shares of the scores, which add up to 1."),
]


def test_each_step_says_what_it_does():
    network = networks.load(f"stack/2x30x30/{TEXT}")
    report = networks.report_of(network)
    steps = networks.steps_of(network).values()
    assert [(kind_text(report, step), step_text(report, step)) for step in steps] == SAYS


def test_a_residual_block_says_that_it_adds():
    network = networks.load("bundled/resnet20")
    step = networks.steps_of(network)["layer1.0.relu_1"]
    report = networks.report_of(network)
    assert kind_text(report, step) == "sum"
    assert step_text(report, step) == "Adds what two ways through the block found, value by value. Then: ReLU."


def test_an_activation_of_its_own_changes_each_value():
    report = analyse(from_text("relu~conv.o2"), (1, 8, 8))
    step = walk_columns(report)[0].steps[0]
    assert step_text(report, step) == "Changes each value by itself. Then: ReLU."
    assert after_text(report, step) == "ReLU"


def test_what_stands_in_braces_is_put_in_by_the_browser():
    allowed = {"count", "best", "layer", "maps", "rows", "columns", "says", "sees", "map", "least", "most", "row",
               "column", "value", "reads", "source", "name", "share"}
    assert {name for text in words().values() for name in re.findall(r"{(\w+)}", text)} <= allowed
