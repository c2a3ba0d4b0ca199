"""What the page on receptive fields teaches: centres, the two ResNet-50s, and ways to see more."""

from fractions import Fraction

import pytest

from explorer.graph import PRESETS, Conv2d, Graph, MaxPool2d, ReLU, analyse
from explorer.graph.field_lessons import COMPARISONS, INPUT_SHAPE, last_field, strides_moved
from explorer.graph.formulas import centre
from explorer.networks import load
from explorer.networks.catalogue import catalogue
from tests.explorer.graph.test_formulas import value_of


def numbers(comparison):
    """Return field, parameters, operations and side of the map of each stack of a comparison."""
    found = []
    for way in comparison.variants:
        report = analyse(way.graph, INPUT_SHAPE)
        found.append((report.rows[-1].field.size, report.params, report.macs, report.output_shape[1]))
    return found


def test_three_small_kernels_see_what_a_large_one_sees_with_fewer_weights():
    (small, large) = numbers(COMPARISONS[0])
    front = 3 * 16 + 16
    assert (small[0], large[0]) == (7, 7)
    assert (small[1] - front, large[1] - front) == (3 * (9 * 16**2 + 16), 49 * 16**2 + 16)


def test_stride_and_dilation_see_as_much_for_as_many_weights_and_differ_in_places_and_operations():
    plain, strided, dilated = numbers(COMPARISONS[1])
    assert (plain[0], strided[0], dilated[0]) == (9, 31, 31)
    assert plain[1] == strided[1] == dilated[1]
    assert (plain[3], strided[3], dilated[3]) == (64, 4, 64)
    assert plain[2] == dilated[2] > strided[2]


VARIANTS = [variant for comparison in COMPARISONS for variant in comparison.variants]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.title)
def test_each_of_them_opens_by_its_name(variant):
    assert load(variant.name).input_shape == INPUT_SHAPE


# Araujo, Norris & Sim (2019), Distill, table of models: resnet_v1_50, _101 and _152, which stride in the 1 x 1.
@pytest.mark.parametrize(("name", "here", "there"), [("resnet50", 427, 483), ("resnet101", 971, 1027),
                                                      ("resnet152", 1451, 1507)])
def test_the_published_fields_are_those_of_the_nets_that_stride_in_the_first_convolution(name, here, there):
    network = load(f"torchvision/{name}", weights=None)
    moved = strides_moved(network.graph)
    assert last_field(analyse(network.graph, (3, 224, 224))).field.size == here
    assert last_field(analyse(moved, (3, 224, 224))).field.size == there


def test_shapes_and_parameters_are_those_of_the_other_one():
    graph, shape = PRESETS["resnet50"].graph, PRESETS["resnet50"].input_shape
    one, other = analyse(graph, shape), analyse(strides_moved(graph), shape)
    assert (one.params, one.output_shape) == (other.params, other.output_shape)
    assert other.macs == 3_857_973_248  # the ResNet paper's 3.8 x 10^9, table 1


@pytest.mark.parametrize("name", ["resnet18", "resnet34", "vgg16", "googlenet", "lenet5"])
def test_other_networks_have_no_such_twin(name):
    assert strides_moved(PRESETS[name].graph) is None


def test_the_working_of_a_centre_gives_the_centre():
    layers = Conv2d(out_channels=2, kernel_size=5), ReLU(), MaxPool2d(), Conv2d(out_channels=2, dilation=3, padding=1)
    for row in analyse(Graph.chain(*layers), (1, 40, 40)):
        *working, result = centre(row).lines[0].removeprefix("c = ").split(" = ")
        assert value_of(result) == Fraction(row.field.start)
        assert all(value_of(part) == Fraction(row.field.start) for part in working)


def test_a_centre_in_the_padding_is_below_0():
    row, = analyse(Graph.chain(Conv2d(out_channels=1, kernel_size=1, padding=2)), (1, 9, 9))
    assert centre(row).lines[0].endswith("= -2")


def test_behind_a_flatten_there_is_no_centre():
    entry = next(entry for entry in catalogue() if entry.kind == "stack")
    report = analyse(load(entry.name).graph, entry.input_shape)
    assert centre(report["flatten"]) is None
