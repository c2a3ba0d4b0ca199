import pytest

from explorer.graph import PRESETS, analyse, from_text
from explorer.graph.stages import MOST, stage_of, stages


def report_of(name):
    return analyse(PRESETS[name].graph, PRESETS[name].input_shape)



@pytest.mark.parametrize("name", PRESETS)
def test_every_layer_is_part_of_exactly_one_step_in_order(name):
    report = report_of(name)
    layers = [layer for stage in stages(report) for layer in stage.layers]
    assert layers == [row.name for row in report]


@pytest.mark.parametrize("name", PRESETS)
def test_no_connection_jumps_over_the_end_of_a_step(name):
    graph = report_of(name).graph
    for stage in stages(report_of(name)):
        end = graph.places[stage.name]
        over = [(source, node.name) for node in graph for source in node.inputs
                if graph.places[node.name] > end and graph.places.get(source, -1) < end]
        assert over == []


def test_lenet_has_its_seven_steps():
    # LeCun et al. (1998): C1, S2, C3, S4, then three fully connected layers (the flatten is part of the first).
    found = stages(report_of("lenet5"))
    assert [stage.family for stage in found] == ["convolution", "pooling", "convolution", "pooling",
                                                 "linear", "linear", "linear"]


def test_deep_networks_become_a_handful():
    counts = {name: len(stages(report_of(name))) for name in PRESETS}
    assert {name: count for name, count in counts.items() if count > MOST + 4} == {}


def test_dense_blocks_of_growing_width_are_one_step_each():
    found = stages(report_of("densenet121"))
    assert [stage.shape for stage in found if stage.family == "convolution"][-4:] == [
        (128, 56, 56), (256, 28, 28), (512, 14, 14), (1024, 7, 7)]


def test_an_activation_belongs_to_the_convolution_before_it():
    report = analyse(from_text("conv.o8.p1~bn~relu~maxpool~flatten~linear.o10"), (3, 32, 32))
    found = stages(report)
    assert [stage.layers for stage in found] == [("conv1", "bn1", "relu1"), ("pool1",), ("flatten", "fc1")]
    assert [stage.shape for stage in found] == [(8, 32, 32), (8, 16, 16), (10,)]
    assert [stage.label for stage in found] == ["conv1", "pool1", "fc1"]


def test_a_layer_is_found_in_its_step():
    found = stages(report_of("lenet5"))
    assert all(stage_of(found, layer) is stage for stage in found for layer in stage.layers)
    assert stage_of(found, "nothing") is None


# The stages of He et al. (2015), table 1, by torchvision's names
@pytest.mark.parametrize("name", ["resnet18", "resnet34", "resnet50"])
def test_steps_of_a_resnet_are_those_of_the_papers_table(name):
    found = stages(report_of(name))
    assert [stage.label for stage in found] == ["conv1", "maxpool", "layer1", "layer2", "layer3", "layer4", "avgpool",
                                                "fc"]
    assert [stage.shape[-1] for stage in found[:6]] == [112, 56, 56, 28, 14, 7]


# Sandler et al. (2018), table 2: channels and sides after each group of bottlenecks
def test_blocks_of_a_mobilenet_without_skips_are_steps_by_their_names():
    found = stages(report_of("mobilenet_v2"))
    assert [(stage.shape[0], stage.shape[-1]) for stage in found[:8]] == [
        (16, 112), (24, 56), (32, 28), (64, 14), (96, 14), (160, 7), (320, 7), (1280, 7)]
    assert found[2].label == "features.4–6"


@pytest.mark.parametrize("name", ["mobilenet_v2", "efficientnet_lite0"])
def test_a_block_is_never_torn_apart(name):
    report = report_of(name)
    blocks = {row.name: ".".join(row.name.split(".")[:2]) for row in report if row.name.count(".") > 1}
    for block in set(blocks.values()):
        inside = {stage.label for stage in stages(report) for layer in stage.layers if blocks.get(layer) == block}
        assert len(inside) == 1, block


def test_layers_without_blocks_are_joined_by_shape_as_before():
    # torchvision's VGG calls its layers features.0 to features.30: no two of them stand in one block
    parts = "~".join(f"conv.o{width}.p1~relu" for width in (8, 8, 16, 16, 32, 32, 64, 64) for _ in range(2))
    report = analyse(from_text(parts), (3, 32, 32))
    assert [stage.shape[0] for stage in stages(report)] == [8, 16, 32, 64]


def test_steps_of_vgg_are_its_five_blocks_and_poolings():
    # Simonyan & Zisserman (2014), table 1, configuration D
    found = stages(report_of("vgg16"))
    sides = [stage.shape[1:] for stage in found if stage.family == "pooling"]
    assert [side[0] for side in sides][:5] == [112, 56, 28, 14, 7]
    assert found[-1].layers[-1] == "fc8"


@pytest.mark.parametrize("name", PRESETS)
def test_a_step_is_called_by_a_layer_of_its_own_and_has_its_shape(name):
    report = report_of(name)
    for stage in stages(report):
        assert stage.shape == report[stage.name].output_shape
        assert any(layer.startswith(stage.label.partition("–")[0].rstrip(".")) for layer in stage.layers)


@pytest.mark.parametrize("text", ["relu", "flatten", "flatten~softmax", "bn~relu"])
def test_networks_that_do_little_still_have_a_step(text):
    report = analyse(from_text(text), (3, 8, 8))
    assert [layer for stage in stages(report) for layer in stage.layers] == [row.name for row in report]


def test_an_empty_network_has_none():
    assert stages(analyse(from_text(""), (3, 8, 8))) == ()
