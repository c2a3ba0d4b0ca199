"""Linear layers as convolutions: the same number of weights, and maps of scores for larger pictures."""

import pytest

from explorer.errors import SpecError
from explorer.graph import PRESETS, Conv2d, Flatten, Linear, analyse, convolved, from_text

VGG = PRESETS["vgg16"]


@pytest.mark.parametrize("name", ["lenet5", "alexnet", "vgg11", "vgg16", "resnet18", "resnet20", "resnet50", "tinyvgg"])
def test_a_convolved_classifier_has_as_many_weights_and_one_place_on_its_own_size(name):
    preset = PRESETS[name]
    before = analyse(preset.graph, preset.input_shape)
    after = analyse(convolved(preset.graph, preset.input_shape), preset.input_shape)
    assert after.error is None
    assert (after.params, after.macs) == (before.params, before.macs)
    assert after.output_shape == (*before.output_shape, 1, 1)
    assert not any(isinstance(row.layer, Linear | Flatten) for row in after)


def test_the_lectures_7_x_7_becomes_8_x_8_on_448_px_with_102764544_numbers():
    report = analyse(convolved(VGG.graph, VGG.input_shape), (3, 448, 448))
    assert report["pool5"].output_shape == (512, 14, 14)
    assert report["fc6"].layer == Conv2d(out_channels=4096, kernel_size=7)
    assert report["fc6"].counts.params == 102_764_544
    assert [report[name].output_shape for name in ("fc6", "fc7", "fc8")] == [(4096, 8, 8), (4096, 8, 8), (1000, 8, 8)]
    assert report["fc7"].layer == Conv2d(out_channels=4096, kernel_size=1)
    assert "avgpool" not in report.graph


def test_global_pooling_becomes_a_pooling_that_slides():
    graph = convolved(PRESETS["resnet18"].graph, (3, 224, 224))
    assert analyse(graph, (3, 448, 320)).output_shape == (1000, 8, 4)  # maps of 14 x 10, windows of 7


def test_windows_that_are_not_square_keep_their_sides():
    graph = convolved(from_text("conv.o4~flatten~linear.o7"), (3, 10, 20))
    assert graph["fc1"].layer.kernel_size == (8, 18)


@pytest.mark.parametrize(("text", "says"), [
    ("conv.o4~relu", "no linear layer"),
    ("conv.o4~linear.o7", "does not read maps that were flattened"),
    ("conv.o4~adaptive.o3~flatten~linear.o7", "divides its maps into windows of its own"),
])
def test_what_cannot_slide_is_refused(text, says):
    with pytest.raises(SpecError, match=says):
        convolved(from_text(text), (3, 32, 32))
