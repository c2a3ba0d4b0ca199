"""Parameters and operations that books and papers print, and other tools' conventions beside ours."""

from __future__ import annotations

import pytest
import torchinfo

from explorer.graph import PRESETS, Convention, Counts, Graph, Linear, analyse, from_text
from explorer.settings import settings
from tests.explorer.graph.oracles import module_of


def params(text, shape):
    return analyse(from_text(text), shape).params


# He et al. (2015), figure 5, right; Howard et al. (2017), arXiv:1704.04861, section 3.1; Simonyan & Zisserman (2014);
# Szegedy et al. (2014), table 1, block 3a; the lecture notes.
PRINTED = [
    ("conv.o64.k1.b0~conv.o64.p1.b0~conv.o256.k1.b0", (256, 14, 14), 69_632),    # a bottleneck
    ("conv.o256.p1.b0~conv.o256.p1.b0", (256, 14, 14), 1_179_648),               # what it saves
    ("conv.o128.p1.g128.b0~conv.o256.k1.b0", (128, 14, 14), 33_920),             # depthwise and pointwise
    ("conv.o256.p1.b0", (128, 14, 14), 294_912),                                 # one full 3 x 3 instead
    ("flatten~linear.o4096", (512, 7, 7), 102_764_544),                          # VGG's fc6
    ("conv.o4096.k7", (512, 7, 7), 102_764_544),                                 # the same as a convolution
    ("conv.o32.k5.p2", (192, 28, 28), 153_632), ("conv.o16.k1~conv.o32.k5.p2", (192, 28, 28), 3_088 + 12_832),
    ("flatten~linear.o1000", (1, 100, 100), 10_001_000), ("conv.o64", (3, 100, 100), 1_792),
    ("conv.o64", (3, 9, 9), 1_792), ("flatten~linear.o10.b0", (3, 32, 32), 30_720),
    ("conv.o10.k5.p2", (3, 32, 32), 760), ("conv.o16.k5", (6, 14, 14), 2_416),
    ("flatten~linear.o128~linear.o6", (3, 150, 150), 8_640_128 + 774),
]


@pytest.mark.parametrize(("text", "shape", "count"), PRINTED)
def test_parameters_are_those_in_books(text, shape, count):
    assert params(text, shape) == count


def test_the_parts_of_an_inception_block_are_those_of_its_table():
    # Szegedy et al. (2014), block 3a with biases: 1x1 64; 96 -> 3x3 128; 16 -> 5x5 32; pool -> 32
    report = analyse(PRESETS["inception_block"].graph, (192, 28, 28))
    assert sorted(row.params for row in report if row.params) == sorted(
        [12_352, 18_528, 110_720, 3_088, 12_832, 6_176])
    assert report.output_shape == (256, 28, 28)


@pytest.mark.parametrize(("channels", "out"), [(128, 256), (64, 64), (32, 512)])
def test_a_separable_convolution_costs_one_part_in_its_filters_and_one_in_nine(channels, out):
    # Howard et al. (2017), section 3.1: 1 / N + 1 / D_K^2
    apart = params(f"conv.o{channels}.p1.g{channels}.b0~conv.o{out}.k1.b0", (channels, 8, 8))
    assert apart / params(f"conv.o{out}.p1.b0", (channels, 8, 8)) == pytest.approx(1 / out + 1 / 9)


# The lecture notes' Fashion-MNIST network, layer by layer
def test_the_lectures_fashion_network_has_its_printed_parameters():
    report = analyse(PRESETS["fashion_cnn"].graph, (1, 28, 28))
    assert [row.params for row in report if row.params] == [
        3_200, 73_856, 147_584, 295_168, 590_080, 295_040, 8_256, 650]


def vgg(depths, norm=""):
    widths = (64, 128, 256, 512, 512)
    blocks = ["~".join([f"conv.o{width}.p1{norm}~relu"] * depth) + "~maxpool"
              for width, depth in zip(widths, depths, strict=True)]
    return "~".join([*blocks, "flatten", "linear.o4096~relu~linear.o4096~relu~linear.o1000"])


# torchvision's metadata: num_params and _ops (GMAC) of VGG13_Weights, VGG16_BN_Weights, VGG19_Weights
@pytest.mark.parametrize(("text", "count", "gmacs"), [
    (vgg((2, 2, 2, 2, 2)), 133_047_848, 11.308), (vgg((2, 2, 4, 4, 4)), 143_667_240, 19.632),
    (vgg((2, 2, 3, 3, 3), "~bn"), 138_365_992, 15.47)])
def test_other_vggs_cost_what_torchvision_says(text, count, gmacs):
    report = analyse(from_text(text), (3, 224, 224))
    assert report.params == count
    assert report.macs / 1e9 == pytest.approx(gmacs, abs=6e-4)


def residual(depths):
    """Return ResNet-101 or -152 as text: stem, bottlenecks with stride in the 3 x 3, head."""
    pieces = ["conv.o64.k7.s2.p3.b0", "bn", "relu", "maxpool.k3.s2.p1"]
    for stage, depth in enumerate(depths):
        width = 64 * 2**stage
        for place in range(depth):
            stride = 2 if stage and not place else 1
            pieces += [f"conv.o{width}.k1.b0", "bn", "relu", f"conv.o{width}.p1.s{stride}.b0", "bn", "relu",
                       f"conv.o{4 * width}.k1.b0", "bn"]
            if place:
                pieces += ["add.f1x9", "relu"]  # the block's input: the ReLU before its eight layers
            else:
                pieces += [f"conv.o{4 * width}.k1.s{stride}.b0.f9", "bn", "add.f1x3", "relu"]
    return "~".join([*pieces, "adaptive.o1", "flatten", "linear.o1000"])


@pytest.mark.parametrize(("depths", "count", "gmacs"), [((3, 4, 6, 3), 25_557_032, 4.089),
                                                        ((3, 4, 23, 3), 44_549_160, 7.801)])
def test_deep_resnets_cost_what_torchvision_says(depths, count, gmacs, monkeypatch):
    monkeypatch.setenv("EXPLORER_LAYERS", "600")
    settings.cache_clear()
    try:
        graph = from_text(residual(depths))
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    report = analyse(graph, (3, 224, 224))
    assert report.params == count
    assert report.macs / 1e9 == pytest.approx(gmacs, abs=6e-4)


@pytest.mark.parametrize("name", ["lenet5", "tinyvgg", "resnet20", "resnet18", "inception_block"])
def test_torchinfo_counts_the_biases_and_the_parameters_of_batch_norm_as_well(name):
    preset = PRESETS[name]
    report = analyse(preset.graph, preset.input_shape)
    theirs = torchinfo.summary(module_of(preset.graph, preset.input_shape), (1, *preset.input_shape), verbose=0)
    norms = sum(row.params for row in report if row.layer.family == "normalisation")
    assert theirs.total_params == report.params
    assert theirs.total_mult_adds == report.operations(Convention(bias=True)) + norms


def test_a_depthwise_layer_multiplies_by_its_share_of_the_channels():
    full, apart = (analyse(from_text(text), (32, 10, 10)) for text in ("conv.o32.p1", "conv.o32.p1.g32"))
    assert full.macs == 32 * apart.macs == 32 * 32 * 9 * 100


@pytest.mark.parametrize("size", [8, 9, 31])
def test_parameters_of_convolutions_do_not_depend_on_the_size_and_operations_do(size):
    report = analyse(from_text("conv.o4.p1"), (3, size, size))
    assert (report.params, report.macs) == (4 * 28, 4 * 27 * size**2)


@pytest.mark.parametrize(("operation", "bias", "expected"), [("MAC", False, 100), ("MAC", True, 107),
                                                             ("FLOP", False, 200), ("FLOP", True, 207)])
def test_conventions_differ_in_a_factor_and_in_the_bias(operation, bias, expected):
    assert Convention(operation=operation, bias=bias).operations(Counts(1, 100, 7)) == expected


def test_a_linear_layer_on_maps_multiplies_once_for_each_row():
    report = analyse(Graph.chain(Linear(out_features=5)), (3, 4, 6))
    assert (report.params, report.macs) == (5 * 7, 3 * 4 * 5 * 6)
