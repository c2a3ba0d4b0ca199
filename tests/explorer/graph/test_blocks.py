"""What is found as repeated is what the papers' tables say."""

import pytest

from explorer.graph import PRESETS, analyse, blocks, editing, folded, from_text, whole_id
from explorer.graph.presets import residual


def report_of(name):
    return analyse(PRESETS[name].graph, PRESETS[name].input_shape)


def runs(report):
    return [(block.label, block.times) for block in blocks(report) if block.parts]


# He et al. (2015), arXiv:1512.03385, table 1
@pytest.mark.parametrize(("block", "depths", "widening"), [
    ("_basic", (2, 2, 2, 2), 1), ("_basic", (3, 4, 6, 3), 1), ("_bottleneck", (3, 4, 6, 3), 4),
    ("_bottleneck", (3, 4, 23, 3), 4), ("_bottleneck", (3, 8, 36, 3), 4)])
def test_stages_of_residual_networks_are_runs_of_their_blocks(block, depths, widening):
    graph = residual._imagenet(getattr(residual, block), depths, widening=widening)
    found = runs(analyse(graph, (3, 224, 224)))
    assert found == [(f"layer{stage}", depth) for stage, depth in enumerate(depths, 1)]


def test_googlenet_has_nine_inceptions_between_its_poolings():
    # Szegedy et al. (2014), arXiv:1409.4842, table 1
    assert runs(report_of("googlenet")) == [("inception3a–b", 2), ("inception4a–e", 5), ("inception5a–b", 2)]


def test_stages_of_vgg_are_runs_of_equal_convolutions():
    # Simonyan & Zisserman (2014), arXiv:1409.1556, table 1, D; fc6 and fc7 are equal, too
    found = [block for block in blocks(report_of("vgg16")) if block.parts]
    assert [(block.layers[0], block.times) for block in found] == [
        ("conv1_1", 2), ("conv2_1", 2), ("conv3_1", 3), ("conv4_1", 3), ("conv5_1", 3), ("fc6", 2)]


def test_pairs_that_alternate_are_one_run():
    # Howard et al. (2017), MobileNets, arXiv:1704.04861, table 1: 5 times depthwise 3 x 3 and pointwise, 512 wide
    pair = "conv.o512.p1.g512.b0~bn~relu~conv.o512.k1.b0~bn~relu"
    assert [len(block.parts) for block in blocks(analyse(from_text("~".join(["relu", *[pair] * 5])), (512, 14, 14)))
            if block.parts] == [5]


def test_blocks_that_see_farther_and_farther_are_not_the_same_again():
    # Bai, Kolter & Koltun (2018), arXiv:1803.01271, figure 1: dilations 1, 2, 4, ...
    found = blocks(report_of("tcn"))
    assert [block.times for block in found] == [1] * 8
    assert not any(block.is_plain for block in found)


def test_what_was_wrapped_and_repeated_by_hand_folds_without_a_name():
    graph = from_text("conv.o8.p1~relu~conv.o8.p1~relu~flatten~linear.o10")
    graph, merge = editing.residual(graph, ["conv2"], (3, 16, 16))
    graph, _ = editing.repeat(graph, ["conv2", merge, "relu2"], 4)
    assert runs(analyse(graph, (3, 16, 16))) == [("", 4)]


@pytest.mark.parametrize("name", PRESETS)
def test_every_layer_is_in_one_block_and_every_block_has_one_way_in_and_out(name):
    report = report_of(name)
    found = blocks(report)
    assert [layer for block in found for layer in block.layers] == list(report.graph.places)
    for block in found:
        for part in (block, *block.parts):
            editing.piece_of(report.graph, part.layers)


@pytest.mark.parametrize(("name", "most"), [("lenet5", 12), ("googlenet", 20), ("resnet34", 11), ("resnet50", 11)])
def test_folded_networks_are_short_and_nothing_is_left_out(name, most):
    shown = folded(blocks(report_of(name)), selected=None)
    assert len(shown) <= most
    layers = [layer for piece in shown for layer in ([piece] if isinstance(piece, str) else piece.layers)]
    assert layers == list(report_of(name).graph.places)


def told(found, **options):
    return [piece if isinstance(piece, str) else f"{piece.id} x{piece.times}" for piece in folded(found, **options)]


def test_the_block_of_the_selected_layer_is_unfolded_and_the_run_lies_around_it():
    shown = told(blocks(report_of("resnet34")), selected="layer3.2.conv2")
    start = shown.index("run:layer3.0.conv1 x2")
    assert shown[start + 1:start + 8] == [f"layer3.2.{name}" for name in (
        "conv1", "bn1", "relu", "conv2", "bn2", "add", "relu_1")]
    assert shown[start + 8] == "run:layer3.3.conv1 x3"
    at_end = told(blocks(report_of("resnet34")), selected="layer1.2.conv1")
    assert "run:layer1.0.conv1 x2" in at_end and "layer1.2.conv1" in at_end


def test_a_run_opens_into_its_blocks_and_a_block_into_its_layers():
    found = blocks(report_of("resnet34"))
    whole = whole_id(found, "run:layer3.3.conv1")
    assert whole == "run:layer3.0.conv1"
    shown = told(found, selected=None, opened={whole})
    assert [one for one in shown if "layer3" in one] == [f"block:layer3.{place}.conv1 x1" for place in range(6)]
    block = whole_id(found, "block:layer3.3.conv1")
    shown = told(found, selected=None, opened={whole, block})
    assert "layer3.3.add" in shown and "block:layer3.2.conv1 x1" in shown
    assert whole_id(found, "run:nothing") is None


def test_a_network_that_is_one_block_is_not_folded_away():
    report = report_of("resnet_basic_block")
    assert folded(blocks(report), selected=None) == list(report.graph.places)
    # U-Net's outer skip (Ronneberger et al., 2015, arXiv:1505.04597) spans all of it.
    unet = from_text("conv.o8.p1~maxpool~conv.o8.p1~convt.o8~cat.f1x4~conv.o2.k1")
    report = analyse(unet, (1, 8, 8), partial=True)
    assert folded(blocks(report), selected=None) == list(unet.places)
