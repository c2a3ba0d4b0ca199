"""What a unit sees beyond the image's border."""

import pytest
from hypothesis import HealthCheck, given, settings

from explorer.graph import (
    INPUT,
    PRESETS,
    Conv2d,
    ConvTranspose2d,
    Flatten,
    Graph,
    Linear,
    MaxPool2d,
    ReLU,
    analyse,
    reads,
)
from explorer.graph.receptive_field import covers, first_beyond, made_by, overhang, share
from tests.examples import examples
from tests.explorer.graph.strategies import networks

# Araujo, Norris & Sim (2019), Distill: unit u covers [-P + uS, -P + uS + r - 1]; torchvision's strides and paddings.
FACTS = [("resnet18", 43, 4, 21), ("resnet18", 435, 32, 217), ("resnet50", 427, 32, 213), ("vgg16", 212, 32, 90)]


@pytest.mark.parametrize(("preset", "size", "stride", "padding"), FACTS)
def test_a_unit_covers_what_the_published_formula_says(preset, size, stride, padding):
    report = analyse(PRESETS[preset].graph, PRESETS[preset].input_shape)
    row = next(row for row in report if row.fields and len(row.output_shape) == 3
               and (row.field.size, row.field.jump, row.field.padding) == (size, stride, padding))
    last = row.output_shape[1] - 1
    for unit in (0, 1, last):
        low = -padding + unit * stride
        assert covers(report, row.name, (unit, 0))[0] == (low, low + size - 1)


def test_what_lies_inside_the_image_is_what_the_unit_reads():
    layers = Conv2d(out_channels=2, kernel_size=5, padding=2), MaxPool2d(), Conv2d(out_channels=2, dilation=2)
    report = analyse(Graph.chain(*layers), (3, 32, 32))
    for unit in (0, 3, 6):
        clipped = tuple((max(0, low), min(31, high)) for low, high in covers(report, "conv2", (unit, unit)))
        assert clipped == reads(report, "conv2", (unit, unit))[INPUT]


def test_behind_a_transposed_convolution_inner_units_cover_what_they_read():
    report = analyse(Graph.chain(ConvTranspose2d(out_channels=2, kernel_size=3, stride=2)), (1, 8, 8))
    for unit in (5, 6, 7):
        assert covers(report, "convt1", (unit, unit)) == reads(report, "convt1", (unit, unit))[INPUT]


def test_the_drawing_needs_a_margin_as_wide_as_the_effective_padding():
    report = analyse(Graph.chain(Conv2d(out_channels=1, kernel_size=7, padding=((3, 1), (0, 2)))), (1, 20, 20))
    assert overhang(report, "conv1") == ((3, 1), (0, 2))


def test_a_pixel_sees_itself():
    report = analyse(Graph.chain(Conv2d(out_channels=1)), (1, 20, 20))
    assert covers(report, INPUT, (3, 4)) == ((3, 3), (4, 4))


def test_the_fields_of_vgg16_stay_smaller_than_the_image_and_those_of_resnet50_do_not():
    vgg, resnet = (analyse(PRESETS[name].graph, (3, 224, 224)) for name in ("vgg16", "resnet50"))
    assert first_beyond(vgg) is None
    assert first_beyond(resnet).field.size > 224
    before = resnet.rows[resnet.graph.places[first_beyond(resnet).name] - 1]
    assert before.field.size <= 224


def test_values_in_a_row_pass_no_image():
    report = analyse(Graph.chain(Conv2d(out_channels=1, padding=1), Flatten(), Linear(out_features=2)), (1, 10, 10))
    assert report["fc1"].field.size == 12
    assert first_beyond(report) is None


def test_a_field_as_large_as_the_image_shares_all_of_it():
    layers = Conv2d(out_channels=1, kernel_size=5, padding=2), Conv2d(out_channels=1, kernel_size=7)
    report = analyse(Graph.chain(*layers), (1, 10, 20))
    assert share(report["conv1"], report.input_shape) == pytest.approx(25 / 200)
    assert share(report["conv2"], report.input_shape) == pytest.approx(10 * 11 / 200)


def test_an_activation_sees_what_the_convolution_before_it_made_it_see():
    report = analyse(Graph.chain(ReLU(), Conv2d(out_channels=1), ReLU(), ReLU()), (1, 10, 10))
    assert [made_by(report, row).name for row in report] == ["relu1", "conv1", "conv1", "conv1"]


@settings(max_examples=examples(100), deadline=None,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(networks(head=False, sliding=True))
def test_in_networks_nobody_thought_of_a_unit_covers_at_least_what_it_reads_and_never_more_than_the_margin(network):
    graph, shape = network
    report = analyse(graph, shape)
    for row in report:
        sides = row.output_shape[1:]
        room = overhang(report, row.name)
        for unit in (tuple(0 for _ in sides), tuple(side // 2 for side in sides), tuple(side - 1 for side in sides)):
            found = covers(report, row.name, unit)
            inside = reads(report, row.name, unit).get(INPUT, found)
            assert all(low <= first and last <= high
                       for (low, high), (first, last) in zip(found, inside, strict=True))
            assert all(-before <= low and high < side + after
                       for (low, high), side, (before, after) in zip(found, shape[1:], room, strict=True))
