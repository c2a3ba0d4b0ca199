"""Whole tables as papers print them, row by row, against the tables that are made from the layers."""

from __future__ import annotations

import pytest

from explorer.milestones import MILESTONES, paper_table


def text(cell):
    if isinstance(cell, tuple):
        return [" ".join(str(line) for line in bracket.lines) + (f" x{bracket.times}" if bracket.times > 1 else "")
                for bracket in cell]
    return cell if isinstance(cell, int) else str(cell)


def printed(name, version=""):
    milestone = MILESTONES[name]
    return {text(row[0]) if isinstance(text(row[0]), str) else text(row[0])[0]: [text(cell) for cell in row[1:]]
            for row in paper_table(milestone, milestone.version(version)).rows}


# Szegedy et al. (2014), table 1: output, #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj
GOOGLENET = {
    "inception3a": ["256 × 28 × 28", 64, 96, 128, 16, 32, 32],
    "inception3b": ["480 × 28 × 28", 128, 128, 192, 32, 96, 64],
    "inception4a": ["512 × 14 × 14", 192, 96, 208, 16, 48, 64],
    "inception4b": ["512 × 14 × 14", 160, 112, 224, 24, 64, 64],
    "inception4c": ["512 × 14 × 14", 128, 128, 256, 24, 64, 64],
    "inception4d": ["528 × 14 × 14", 112, 144, 288, 32, 64, 64],
    "inception4e": ["832 × 14 × 14", 256, 160, 320, 32, 128, 128],
    "inception5a": ["832 × 7 × 7", 256, 160, 320, 32, 128, 128],
    "inception5b": ["1,024 × 7 × 7", 384, 192, 384, 48, 128, 128],
}
# The same table: parameters in 1,024s and operations in millions, as printed; some of them are rounded oddly there
GOOGLENET_COSTS = {
    "inception3a": (159, 128), "inception3b": (380, 304), "inception4a": (364, 73), "inception4b": (437, 88),
    "inception4c": (463, 100), "inception4d": (580, 119), "inception4e": (840, 170), "inception5a": (1072, 54),
    "inception5b": (1388, 71),
}


@pytest.mark.parametrize("block", GOOGLENET)
@pytest.mark.parametrize("version", ["googlenet_paper", "googlenet"])
def test_googlenets_blocks_are_those_of_table_1(version, block):
    assert printed("googlenet", version)[block][:7] == GOOGLENET[block]


@pytest.mark.parametrize("block", GOOGLENET_COSTS)
def test_googlenets_blocks_cost_about_what_table_1_says(block):
    params, operations = printed("googlenet", "googlenet_paper")[block][7:]
    told = GOOGLENET_COSTS[block]
    assert params / 1024 == pytest.approx(told[0], rel=0.08) and operations / 1e6 == pytest.approx(told[1], rel=0.06)


# Simonyan & Zisserman (2014), table 1, configurations A, B, D, E: convolutions of each stage
VGG = {
    "conv1": ("112 × 112", 64, (1, 2, 2, 2)),
    "conv2": ("56 × 56", 128, (1, 2, 2, 2)),
    "conv3": ("28 × 28", 256, (2, 2, 3, 4)),
    "conv4": ("14 × 14", 512, (2, 2, 3, 4)),
    "conv5": ("7 × 7", 512, (2, 2, 3, 4)),
}
# The same paper, table 2, millions of parameters
VGG_MILLIONS = (133, 133, 138, 144)


@pytest.mark.parametrize("stage", VGG)
def test_vggs_stages_are_those_of_its_configurations(stage):
    side, width, depths = VGG[stage]
    row = printed("vgg16")[stage]
    assert row[0] == side
    for cell, depth in zip(row[1:], depths, strict=True):
        assert cell == [f"3×3, {width}" + (f" x{depth}" if depth > 1 else ""), "max pooling 2×2 /2"]


def test_vggs_parameters_are_those_of_its_table_2():
    assert tuple(round(count / 1e6) for count in printed("vgg16")["Parameters"][1:]) == VGG_MILLIONS


# Chollet (2017), figure 5
XCEPTION = {
    "block1": "3×3 /2, 32 3×3, 64",
    "block2": "sep 3×3, 128 sep 3×3, 128 max pooling 3×3 /2 skip 1×1 /2, 128",
    "block3": "sep 3×3, 256 sep 3×3, 256 max pooling 3×3 /2 skip 1×1 /2, 256",
    "block4": "sep 3×3, 728 sep 3×3, 728 max pooling 3×3 /2 skip 1×1 /2, 728",
    "block5–12": "sep 3×3, 728 sep 3×3, 728 sep 3×3, 728 x8",
    "block13": "sep 3×3, 728 sep 3×3, 1,024 max pooling 3×3 /2 skip 1×1 /2, 1,024",
    "block14": "sep 3×3, 1,536 sep 3×3, 2,048",
    "avgpool": "average pooling",
    "fc": "linear, 1,000",
}


@pytest.mark.parametrize("part", XCEPTION)
def test_xceptions_parts_are_those_of_its_figure(part):
    assert printed("xception")[part][0] == [XCEPTION[part]]


# Huang et al. (2016), table 1, column DenseNet-121, with the channels that growth 32 gives
DENSENET = {
    "conv0": (["7×7 /2, 64"], "64 × 112 × 112"),
    "pool0": (["max pooling 3×3 /2"], "64 × 56 × 56"),
    "denseblock1": (["1×1, 128 3×3, 32 x6"], "256 × 56 × 56"),
    "transition1": (["1×1, 128", "average pooling 2×2 /2"], "128 × 28 × 28"),
    "denseblock2": (["1×1, 128 3×3, 32 x12"], "512 × 28 × 28"),
    "transition2": (["1×1, 256", "average pooling 2×2 /2"], "256 × 14 × 14"),
    "denseblock3": (["1×1, 128 3×3, 32 x24"], "1,024 × 14 × 14"),
    "transition3": (["1×1, 512", "average pooling 2×2 /2"], "512 × 7 × 7"),
    "denseblock4": (["1×1, 128 3×3, 32 x16"], "1,024 × 7 × 7"),
    "avgpool": (["average pooling"], "1,024 × 1 × 1"),
    "classifier": (["linear, 1,000"], "1,000"),
}


@pytest.mark.parametrize("part", DENSENET)
def test_densenets_parts_are_those_of_table_1(part):
    assert tuple(printed("densenet121")[part][:2]) == DENSENET[part]


# Sandler et al. (2018), table 2: input channels, expansion t, channels c, repeats n, stride s, and the side it leaves
MOBILENET = {
    "bottleneck 1": (32, 1, 16, 1, 1, 112),
    "bottleneck 2": (16, 6, 24, 2, 2, 56),
    "bottleneck 3": (24, 6, 32, 3, 2, 28),
    "bottleneck 4": (32, 6, 64, 4, 2, 14),
    "bottleneck 5": (64, 6, 96, 3, 1, 14),
    "bottleneck 6": (96, 6, 160, 3, 2, 7),
    "bottleneck 7": (160, 6, 320, 1, 1, 7),
}


def bottleneck(before, expansion, width, stride):
    """Return the lines of a bottleneck: expand where t is more than 1, filter map by map, project."""
    inner = f"{expansion * before}"
    first = f"1×1, {inner} " if expansion > 1 else ""
    return f"{first}d3×3{f' /{stride}' if stride > 1 else ''}, {inner} 1×1, {width}"


@pytest.mark.parametrize("part", MOBILENET)
def test_mobilenets_bottlenecks_are_those_of_table_2(part):
    before, expansion, width, repeats, stride, side = MOBILENET[part]
    first, rest = bottleneck(before, expansion, width, stride), bottleneck(width, expansion, width, 1)
    more = [rest + (f" x{repeats - 1}" if repeats > 2 else "")] if repeats > 1 else []
    assert printed("mobilenet_v2")[part][:2] == [[first, *more], f"{width} × {side} × {side}"]


# He et al. (2015), table 1, last row: 10^9 multiply-adds; and what the graphs count
RESNET_GIGA = {"ResNet-18": 1.81, "ResNet-34": 3.66, "ResNet-50": 3.86, "ResNet-101": 7.57, "ResNet-152": 11.28}


@pytest.mark.parametrize(("column", "giga"), enumerate(RESNET_GIGA.values(), 1), ids=RESNET_GIGA)
def test_resnets_operations_are_those_of_the_stride_in_the_first_convolution(column, giga):
    assert float(printed("resnet")["Multiply-adds, 10⁹"][column]) == giga


@pytest.mark.parametrize(("version", "place"), [
    ("resnet18", 2), ("resnet34", 3), ("resnet50_paper", 4), ("resnet50", 4), ("resnet101", 5), ("resnet152_paper", 6)])
def test_the_column_of_the_version_stands_out(version, place):
    milestone = MILESTONES["resnet"]
    assert paper_table(milestone, milestone.version(version)).here == place


@pytest.mark.parametrize("name", ["lenet5", "alexnet", "googlenet", "xception"])
def test_no_column_stands_out_where_there_is_one_network(name):
    assert paper_table(MILESTONES[name], MILESTONES[name].opened).here is None
