"""Tables made from layers are those that papers and lecture notes print."""

from __future__ import annotations

import pytest

from explorer.milestones import MILESTONES, Bracket, paper_table


def table(name, version=""):
    milestone = MILESTONES[name]
    return paper_table(milestone, milestone.version(version))


def said(cell):
    if isinstance(cell, tuple):
        return tuple((tuple(str(line) for line in bracket.lines), bracket.times) for bracket in cell)
    return cell if isinstance(cell, int) else str(cell)


def rows(name, version="", columns=None):
    return [tuple(map(said, row))[:columns] for row in table(name, version).rows]


# LeCun et al. (1998) as the notes print it; Géron, Hands-on machine learning, tables 14-1 and 14-2, from In to Out:
# layer, type, maps, size, kernel, stride, padding, activation
LENET5 = [
    ("In", "Input", 1, "32 × 32", "–", "–", "–", "–"),
    ("C1", "Convolution", 6, "28 × 28", "5 × 5", 1, "valid", "Tanh"),
    ("S2", "Average pooling", 6, "14 × 14", "2 × 2", 2, "valid", "–"),
    ("C3", "Convolution", 16, "10 × 10", "5 × 5", 1, "valid", "Tanh"),
    ("S4", "Average pooling", 16, "5 × 5", "2 × 2", 2, "valid", "–"),
    ("C5", "Convolution", 120, "1 × 1", "5 × 5", 1, "valid", "Tanh"),
    ("F6", "Fully connected", "–", "84", "–", "–", "–", "Tanh"),
    ("Out", "Fully connected", "–", "10", "–", "–", "–", "RBF"),
]
ALEXNET = [
    ("In", "Input", 3, "227 × 227", "–", "–", "–", "–"),
    ("C1", "Convolution", 96, "55 × 55", "11 × 11", 4, "valid", "ReLU"),
    ("S2", "Max pooling", 96, "27 × 27", "3 × 3", 2, "valid", "–"),
    ("C3", "Convolution", 256, "27 × 27", "5 × 5", 1, "same (2)", "ReLU"),
    ("S4", "Max pooling", 256, "13 × 13", "3 × 3", 2, "valid", "–"),
    ("C5", "Convolution", 384, "13 × 13", "3 × 3", 1, "same (1)", "ReLU"),
    ("C6", "Convolution", 384, "13 × 13", "3 × 3", 1, "same (1)", "ReLU"),
    ("C7", "Convolution", 256, "13 × 13", "3 × 3", 1, "same (1)", "ReLU"),
    ("S8", "Max pooling", 256, "6 × 6", "3 × 3", 2, "valid", "–"),
    ("F9", "Fully connected", "–", "4,096", "–", "–", "–", "ReLU"),
    ("F10", "Fully connected", "–", "4,096", "–", "–", "–", "ReLU"),
    ("Out", "Fully connected", "–", "1,000", "–", "–", "–", "softmax"),
]


@pytest.mark.parametrize(("name", "printed"), [("lenet5", LENET5), ("alexnet", ALEXNET)])
def test_layers_are_those_of_the_notes(name, printed):
    assert rows(name, columns=8) == printed


def test_columns_behind_them_count():
    columns = table("lenet5").columns
    found = {row[0]: row for row in rows("lenet5")}
    assert [found[name][columns.index("Parameters")] for name in ("C1", "C3", "C5", "F6", "Out")] == [
        156, 2_416, 48_120, 10_164, 850]
    assert [found[name][columns.index("Field, px")] for name in ("C1", "S2", "C3", "S4", "C5")] == [5, 6, 14, 16, 32]


def test_torchvisions_alexnet_differs_in_every_row_of_convolutions():
    ours, theirs = ({row[0]: row for row in rows("alexnet", version)} for version in ("alexnet_2012", "alexnet"))
    assert all(ours[name] != theirs[name] for name in ("C1", "C3", "C5", "C6", "C7"))
    assert [theirs[name][2] for name in ("C1", "C3", "C5", "C6", "C7")] == [64, 192, 384, 256, 256]


def test_zfnet_has_the_sides_of_its_figure():
    assert [row[3] for row in rows("zfnet")][:9] == [  # Zeiler & Fergus (2013), figure 3
        "224 × 224", "110 × 110", "55 × 55", "26 × 26", "13 × 13", "13 × 13", "13 × 13", "13 × 13", "6 × 6"]


# He et al. (2015), table 1: windows and maps of a block, and how often it is repeated, for 18, 34, 50, 101, 152 layers
BASIC = {f"conv{stage}_x": (f"3×3, {width}",) * 2 for stage, width in enumerate((64, 128, 256, 512), 2)}
BOTTLENECK = {f"conv{stage}_x": (f"1×1, {width}", f"3×3, {width}", f"1×1, {4 * width:,}")
              for stage, width in enumerate((64, 128, 256, 512), 2)}
REPEATS = [(2, 2, 2, 2), (3, 4, 6, 3), (3, 4, 6, 3), (3, 4, 23, 3), (3, 8, 36, 3)]


def test_resnets_table_has_its_five_columns():
    found = {row[0]: row for row in rows("resnet")}
    assert table("resnet").columns[2:] == ("ResNet-18", "ResNet-34", "ResNet-50", "ResNet-101", "ResNet-152")
    for column, repeats in enumerate(REPEATS, 2):
        for place, (stage, times) in enumerate(zip(BASIC, repeats, strict=True)):
            block = (BASIC if column < 4 else BOTTLENECK)[stage]
            assert found[stage][column][-1] == (block, times)
            assert found[stage][1] == ("56 × 56", "28 × 28", "14 × 14", "7 × 7")[place]
    assert found["conv1"][2:] == (((("7×7 /2, 64",), 1),),) * 5


def test_resnets_operations_are_the_papers_once_rounded():
    last = rows("resnet")[-1]
    assert last[0] == "Multiply-adds, 10⁹"
    for ours, printed in zip(last[2:], (1.8, 3.6, 3.8, 7.6, 11.3), strict=True):
        assert float(ours) == pytest.approx(printed, abs=0.07)


def test_vgg_doubles_its_channels_where_the_side_halves():
    found = {row[0]: row for row in rows("vgg16")}
    assert [found[f"conv{stage}"][4][0] for stage in range(1, 6)] == [  # configuration D of table 1
        (("3×3, 64",), 2), (("3×3, 128",), 2), (("3×3, 256",), 3), (("3×3, 512",), 3), (("3×3, 512",), 3)]
    assert found["Layers with weights"][2:] == (11, 13, 16, 19)


# Szegedy et al. (2014), table 1: 1x1, 3x3 reduce, 3x3, 5x5 reduce, 5x5, pool proj, and parameters and operations
INCEPTION = {
    "inception3a": (64, 96, 128, 16, 32, 32, 159, 128), "inception3b": (128, 128, 192, 32, 96, 64, 380, 304),
    "inception4a": (192, 96, 208, 16, 48, 64, 364, 73), "inception4e": (256, 160, 320, 32, 128, 128, 840, 170),
    "inception5b": (384, 192, 384, 48, 128, 128, 1388, 71),
}


@pytest.mark.parametrize("version", ["googlenet_paper", "googlenet"])
def test_inceptions_have_the_widths_of_the_paper(version):
    found = {row[0]: row for row in rows("googlenet", version)}
    assert {name: found[name][2:8] for name in INCEPTION} == {name: told[:6] for name, told in INCEPTION.items()}


@pytest.mark.parametrize("name", INCEPTION)
def test_inceptions_cost_what_the_paper_says(name):
    row = next(row for row in rows("googlenet", "googlenet_paper") if row[0] == name)
    assert row[8] / 1024 == pytest.approx(INCEPTION[name][6], rel=0.03)  # it counts no biases, and in 1,024s
    assert row[9] / 1e6 == pytest.approx(INCEPTION[name][7], rel=0.02)


def test_the_middle_flow_of_xception_is_one_block_eight_times():
    found = {row[0]: row for row in rows("xception")}
    assert found["block5–12"][1] == (((("sep 3×3, 728",) * 3), 8),)
    assert found["block5–12"][3] == 8 * 3 * (536_536 + 2 * 728)  # the notes' separable convolution, and its batch norm
    assert sum(row[3] for row in rows("xception") if isinstance(row[3], int)) == 22_855_952


def test_dense_blocks_and_bottlenecks_are_those_of_their_tables():
    dense = {row[0]: row for row in rows("densenet121")}
    assert [dense[f"denseblock{place}"][1] for place in range(1, 5)] == [  # Huang et al. (2016), table 1
        ((("1×1, 128", "3×3, 32"), times),) for times in (6, 12, 24, 16)]
    narrow = {row[0]: row for row in rows("mobilenet_v2")}
    outputs = [int(narrow[f"bottleneck {place}"][2].split()[0]) for place in range(1, 8)]
    times = [sum(block[1] for block in narrow[f"bottleneck {place}"][1]) for place in range(1, 8)]
    assert (outputs, times) == ([16, 24, 32, 64, 96, 160, 320], [1, 2, 3, 4, 3, 3, 1])  # Sandler et al. (2018), table 2


def test_convnext_stands_beside_the_resnet_that_it_was_made_from():
    found = {row[0]: row for row in rows("convnext_tiny")}
    assert found["conv2_x"][3] == ((("d7×7, 96", "1×1, 384", "1×1, 96"), 3),)  # Liu et al. (2022), table 9
    assert [found[f"conv{stage}_x"][3][-1][1] for stage in range(2, 6)] == [3, 3, 9, 3]
    assert found["conv2_x"][2][-1] == (("1×1, 64", "3×3, 64", "1×1, 256"), 3)


@pytest.mark.parametrize("milestone", MILESTONES.values(), ids=lambda milestone: milestone.name)
def test_every_version_has_a_table_whose_rows_are_full(milestone):
    for version in milestone.versions:
        found = paper_table(milestone, version)
        assert found.says and all(len(row) == len(found.columns) for row in found.rows)


def test_a_bracket_says_how_often_it_is_repeated():
    assert Bracket(("3×3, 64",)).times == 1
