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
    assert all(len(stages(report_of(name))) <= MOST + 4 for name in PRESETS)


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
