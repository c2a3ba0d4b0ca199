"""Published numbers, each with its source; where two sources differ, the convention that we follow is named."""

from dataclasses import replace

import pytest

from explorer.graph import (
    PRESETS,
    Conv2d,
    Graph,
    analyse,
    editing,
    from_text,
    output_size,
    reads,
    transposed_output_size,
)

# Dumoulin & Visin (2016), A guide to convolution arithmetic, arXiv:1603.07285: relationship, i, k, s, p, d, o
GUIDE = [
    (1, 4, 3, 1, 0, 1, 2), (2, 5, 4, 1, 2, 1, 6), (3, 5, 3, 1, 1, 1, 5), (4, 5, 3, 1, 2, 1, 7), (5, 5, 3, 2, 0, 1, 2),
    (6, 5, 3, 2, 1, 1, 3), (6, 6, 3, 2, 1, 1, 3), (7, 5, 3, 1, 0, 1, 3), (15, 7, 3, 1, 0, 2, 3),
]
# The same, chapter 4: relationship, i', k, s, p, a, o'
GUIDE_TRANSPOSED = [
    (8, 2, 3, 1, 0, 0, 4), (9, 6, 4, 1, 2, 0, 5), (10, 5, 3, 1, 1, 0, 5), (11, 7, 3, 1, 2, 0, 5),
    (12, 2, 3, 2, 0, 0, 5), (13, 3, 3, 2, 1, 0, 5), (14, 3, 3, 2, 1, 1, 6),
]


@pytest.mark.parametrize(("relationship", "i", "k", "s", "p", "d", "o"), GUIDE)
def test_output_sizes_are_those_of_the_guide(relationship, i, k, s, p, d, o):
    assert output_size(i, kernel_size=k, stride=s, padding=p, dilation=d) == o


@pytest.mark.parametrize(("relationship", "i", "k", "s", "p", "a", "o"), GUIDE_TRANSPOSED)
def test_transposed_output_sizes_are_those_of_the_guide(relationship, i, k, s, p, a, o):
    assert transposed_output_size(i, kernel_size=k, stride=s, padding=p, output_padding=a) == o


@pytest.mark.parametrize(("size", "k", "s", "p", "ceil_mode", "o"), [
    (224, 7, 2, 3, False, 112), (112, 3, 2, 1, False, 56), (112, 3, 2, 1, True, 57),    # stem of ResNets
    (55, 3, 2, 0, False, 27), (13, 3, 2, 0, False, 6),                                  # poolings of AlexNet
    (5, 2, 2, 0, False, 2), (5, 2, 2, 0, True, 3), (3, 1, 4, 0, True, 1),               # torch.nn.MaxPool2d, drop rule
])
def test_output_sizes_are_those_of_known_layers(size, k, s, p, ceil_mode, o):
    assert output_size(size, kernel_size=k, stride=s, padding=p, ceil_mode=ceil_mode) == o


@pytest.mark.parametrize(("size", "k", "s", "p", "a", "o"), [(7, 4, 2, 1, 0, 14), (3, 3, 2, 1, 1, 6)])
def test_upsampling_layers_double_their_input(size, k, s, p, a, o):
    assert transposed_output_size(size, kernel_size=k, stride=s, padding=p, output_padding=a) == o


def test_the_lecture_notes_exercise_has_its_760_parameters():
    report = analyse(Graph.chain(Conv2d(out_channels=10, kernel_size=5, padding=2)), (3, 32, 32))
    assert (report.output_shape, report.params) == ((10, 32, 32), 760)


# preset, layer, size, effective stride, effective padding. ResNets: torchvision's stride in the 3 x 3 ("v1.5");
# Distill's 483 for ResNet-50 is another network. VGG and AlexNet: Araujo et al. (2019), Distill, table of models
FIELDS = [
    ("resnet18", "conv1", 7, 2, 3), ("resnet18", "maxpool", 11, 4, 5),
    *[("resnet18", f"layer{stage}.1.relu_1", *numbers)
      for stage, numbers in enumerate([(43, 4, 21), (99, 8, 49), (211, 16, 105), (435, 32, 217)], 1)],
    ("resnet34", "layer1.2.relu_1", 59, 4, 29), ("resnet34", "layer2.3.relu_1", 179, 8, 89),
    ("resnet34", "layer3.5.relu_1", 547, 16, 273), ("resnet34", "layer4.2.relu_1", 899, 32, 449),
    ("resnet50", "layer1.2.relu_2", 35, 4, 17), ("resnet50", "layer2.3.relu_2", 91, 8, 45),
    ("resnet50", "layer3.5.relu_2", 267, 16, 133), ("resnet50", "layer4.2.relu_2", 427, 32, 213),
    ("vgg16", "pool5", 212, 32, 90),
]


@pytest.mark.parametrize(("preset", "layer", "size", "stride", "padding"), FIELDS)
def test_fields_are_the_published_ones(preset, layer, size, stride, padding):
    chosen = PRESETS[preset]
    field = analyse(chosen.graph, chosen.input_shape)[layer].field
    assert (field.size, field.jump, field.padding) == (size, stride, padding)


# Sizes behind each convolution and pooling, in order
GROWTH = {
    "vgg16": [3, 5, 6, 10, 14, 16, 24, 32, 40, 44, 60, 76, 92, 100, 132, 164, 196, 212],  # Distill; sums of (k - 1) S
    "alexnet": [11, 19, 51, 67, 99, 131, 163, 195],                                         # Distill, alexnet_v2
    "lenet5": [5, 6, 14, 16],                                                               # LeCun et al. (1998)
}


@pytest.mark.parametrize("preset", GROWTH)
def test_fields_grow_as_published(preset):
    chosen = PRESETS[preset]
    report = analyse(chosen.graph, chosen.input_shape)
    sliding = [row for row in report if row.name.startswith(("conv", "pool"))]
    assert [row.field.size for row in sliding] == GROWTH[preset]


@pytest.mark.parametrize(("depths", "size"), [((1, 1, 2, 2, 2), 150), ((2, 2, 2, 2, 2), 156), ((2, 2, 3, 3, 3), 212),
                                              ((2, 2, 4, 4, 4), 268)])
def test_all_vggs_have_their_published_field(depths, size):
    text = "~".join("~".join(["conv.o4.p1"] * depth) + "~maxpool" for depth in depths)
    assert analyse(from_text(text), (3, 224, 224)).rows[-1].field.size == size


@pytest.mark.parametrize(("depths", "fields"), [((3, 4, 23, 3), [35, 91, 811, 971]),
                                                ((3, 8, 36, 3), [35, 155, 1291, 1451])])
def test_the_deepest_resnets_have_their_field(depths, fields):
    # torchvision's resnet101 and resnet152; the 3 x 3 convolutions alone make the field
    pieces, ends = ["conv.o1.k7.s2.p3", "maxpool.k3.s2.p1"], []
    for stage, depth in enumerate(depths):
        pieces += [f"conv.o1.p1.s{2 if stage and not place else 1}" for place in range(depth)]
        ends.append(len(pieces) - 1)
    report = analyse(from_text("~".join(pieces)), (3, 224, 224))
    assert [report.rows[end].field.size for end in ends] == fields


def test_cifar_resnet20_sees_81_px():
    preset = PRESETS["resnet20"]
    assert analyse(preset.graph, preset.input_shape)["layer3.2.relu_1"].field.size == 81


def test_unit_0_covers_what_distill_works_out():
    report = analyse(from_text("conv.o1.p1.s3~conv.o1.k2"), (1, 20, 20))
    field = report.rows[-1].field
    assert (field.size, -field.padding, -field.padding + field.size - 1) == (6, -1, 4)
    assert reads(report, "conv2", (0, 0))["input"] == ((0, 4), (0, 4))


# torchvision's weights metadata: num_params, _ops in GMAC (convolutions and linear layers, no bias)
TORCHVISION = [("alexnet", 61_100_840, 714_188_480), ("vgg11", 132_863_336, 7_609_090_048),
               ("vgg16", 138_357_544, 15_470_264_320), ("resnet18", 11_689_512, 1_814_073_344),
               ("resnet34", 21_797_672, 3_663_761_408), ("resnet50", 25_557_032, 4_089_184_256),
               ("googlenet", 6_624_904, 1_498_376_192)]
# LeCun et al. (1998) fully connected; Wang et al. (2020); He et al. (2015) with projections: 269,722 of option A
# and 2,752 of two 1 x 1 convolutions with norms; the lecture notes; Szegedy et al. (2014), block 3a; Chollet (2017)
SMALL = [("lenet5", 61_706, 416_520), ("tinyvgg", 19_920, 5_608_780), ("resnet20", 269_722 + 2_752, None),
         ("mlp", 8_640_128 + 774, None), ("inception_block", 163_696, None),
         ("xception_block", 3 * (536_536 + 2 * 728), None), ("fashion_cnn", 1_413_834, None)]
# Krizhevsky et al. (2012), one tower and two groups; the notes' linear classifier; ZFNet and NiN as counted in public
# Keras and Caffe versions; ResNets: torchvision and the paper's table 1; Keras without running means: ResNet-34 of the
# notes (21,306,826 - 17,024), Xception (22,910,480 - 54,528), MobileNet (4,253,864 - 21,888; paper: 569 million);
# 36 C² against 81 C²; U-Net: 31,031,685 with a head of 1,157 instead of 130; PyTorch's tutorial on DCGAN
LATER = [("alexnet_2012", 62_378_344, None), ("alexnet_2012_groups", 60_965_224, None),
         ("linear_cifar", 30_730, 30_720), ("zfnet", 62_357_608, None), ("nin", 966_986, None),
         ("resnet101", 44_549_160, 7_801_405_440), ("resnet152", 60_192_808, 11_513_626_624),
         ("resnet50_paper", 25_557_032, 3_857_973_248), ("resnet34_notes", 21_306_826 - 17_024, None),
         ("xception", 22_910_480 - 54_528, None), ("mobilenet", 4_253_864 - 21_888, 568_740_352),
         ("nine_by_nine", 36 * 16**2, None), ("unet", 31_031_685 - 1_157 + 130, None), ("dcgan", 3_576_704, None),
         ("tcn", 25 * 8 + 25 * 176 + 50 + 7 * 2 * 25 * 176, None)]


@pytest.mark.parametrize(("preset", "params", "macs"), TORCHVISION + SMALL + LATER)
def test_parameters_and_operations_are_the_published_ones(preset, params, macs):
    chosen = PRESETS[preset]
    report = analyse(chosen.graph, chosen.input_shape)
    assert report.params == params
    assert macs is None or report.macs == macs


def test_lenet5_counts_layer_by_layer():
    report = analyse(PRESETS["lenet5"].graph, (1, 32, 32))
    assert [row.params for row in report if row.params] == [156, 2_416, 48_120, 10_164, 850]


def test_tiny_vggs_sides_are_those_on_the_page_of_cnn_explainer():
    report = analyse(PRESETS["tinyvgg"].graph, (3, 64, 64))
    sides = [row.output_shape[-1] for row in report if not row.name.startswith("relu")]
    assert sides == [62, 60, 30, 28, 26, 13, 1690, 10]


# preset, layer, size: Distill's resnet_v1; torchvision's; 1 + 2 (k - 1)(2^8 - 1) of Bai et al. (2018); 9 of four 3 x 3
DEEP = [("resnet50_paper", "layer4.2.relu_2", 483), ("resnet101", "layer4.2.relu_2", 971),
        ("resnet152", "layer4.2.relu_2", 1451), ("tcn", "block8.relu", 1 + 2 * 6 * 255), ("nine_by_nine", "relu4", 9)]


@pytest.mark.parametrize(("preset", "layer", "size"), DEEP)
def test_fields_of_deep_networks_are_the_published_ones(preset, layer, size):
    chosen = PRESETS[preset]
    assert analyse(chosen.graph, chosen.input_shape)[layer].field.size == size


# The lecture's table of AlexNet; Zeiler & Fergus (2013), figure 3; Chollet (2017), figure 5
SIDES = {"alexnet_2012": [227, 55, 27, 13, 6], "zfnet": [224, 110, 55, 26, 13, 6], "nin": [32, 16, 8, 1],
         "xception": [299, 149, 147, 74, 37, 19, 10, 1], "mobilenet": [224, 112, 56, 28, 14, 7, 1],
         "unet": [256, 128, 64, 32, 16, 32, 64, 128, 256], "dcgan": [1, 4, 8, 16, 32, 64]}


@pytest.mark.parametrize("preset", SIDES)
def test_sides_are_the_published_ones(preset):
    chosen = PRESETS[preset]
    sides = [chosen.input_shape[-1], *(row.output_shape[-1] for row in analyse(chosen.graph, chosen.input_shape)
                                       if len(row.output_shape) == 3 and ".skip" not in row.name)]
    steps = [side for place, side in enumerate(sides) if not place or side != sides[place - 1]]
    assert steps == SIDES[preset]


def test_no_value_of_a_causal_network_sees_its_future():
    chosen = PRESETS["tcn"]
    report = analyse(chosen.graph, chosen.input_shape)
    for place in (0, 5, 783):
        assert reads(report, "block8.relu", (place,))["input"] == ((0, place),)


def test_the_papers_resnet50_strides_in_the_first_convolution_and_costs_less():
    # He et al. (2015), table 1: 3.8 billion multiply-accumulates for ResNet-50; recomputed 3,857,973,248
    preset = PRESETS["resnet50"]
    graph = preset.graph
    for stage in (2, 3, 4):
        first, second = f"layer{stage}.0.conv1", f"layer{stage}.0.conv2"
        graph = editing.change(graph, first, replace(graph[first].layer, stride=2))
        graph = editing.change(graph, second, replace(graph[second].layer, stride=1))
    report = analyse(graph, preset.input_shape)
    assert report.macs == 3_857_973_248
    assert report["layer4.2.relu_2"].field.size == 483      # Distill, resnet_v1_50


def test_two_3x3_convolutions_cost_less_than_one_5x5_and_see_as_much():
    one, two = (analyse(from_text(text), (16, 20, 20)) for text in ("conv.o16.k5.b0", "conv.o16.b0~conv.o16.b0"))
    assert (one.params, two.params) == (25 * 16**2, 18 * 16**2)
    assert one.rows[-1].field == two.rows[-1].field


@pytest.mark.parametrize(("size", "bytes_"), [((3, 224, 224), 12_845_056), ((3, 32, 32), 262_144)])
def test_memory_is_4_bytes_a_value(size, bytes_):
    assert analyse(from_text("conv.o64.p1"), size).activation_bytes == bytes_
