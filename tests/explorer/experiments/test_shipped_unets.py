"""The three networks for pixels that come with the app: what they are drawn as, and what their skips bring."""

import pytest

from explorer import experiments, networks

STEPS = {
    "segment": [
        ("down1", (16, 64, 64)),
        ("pool", (16, 32, 32)),
        ("down2", (32, 32, 32)),
        ("pool_1", (32, 16, 16)),
        ("down3", (48, 16, 16)),
        ("pool_2", (48, 8, 8)),
        ("bottom", (64, 8, 8)),
        ("up3.up", (48, 16, 16)),
        ("up3.cat", (96, 16, 16)),
        ("up3.unit", (48, 16, 16)),
        ("up2.up", (24, 32, 32)),
        ("up2.cat", (48, 32, 32)),
        ("up2.unit", (24, 32, 32)),
        ("up1.up", (16, 64, 64)),
        ("up1.cat", (32, 64, 64)),
        ("up1.unit", (16, 64, 64)),
        ("classes", (7, 64, 64)),
    ],
}
NAMES = pytest.mark.parametrize("name", ["segment", "segment_nearest", "segment_plain"])


def network(name):
    return networks.load(f"bundled/{name}")


def shapes(name):
    return [step.shape for step in experiments.unet_steps(network(name).report)]


@NAMES
def test_all_go_down_to_8_px_and_up_again(name):
    sides = [shape[-1] for shape in shapes(name)]
    bottom = sides.index(8)
    assert sides[:bottom + 1] == sorted(sides[:bottom + 1], reverse=True)
    assert sides[bottom:] == sorted(sides[bottom:])
    assert (sides[0], sides[-1]) == (64, 64)


@NAMES
def test_every_layer_is_part_of_one_step(name):
    steps = experiments.unet_steps(network(name).report)
    assert [layer for step in steps for layer in step.layers] == [node.name for node in network(name).graph]


@NAMES
def test_all_put_out_a_score_for_the_ground_and_each_kind(name):
    assert network(name).report.output_shape == (7, 64, 64)
    assert shapes(name)[-1] == (7, 64, 64)


def test_those_with_skips_bring_maps_of_three_sides():
    for name in ("segment", "segment_nearest"):
        skips = experiments.unet_skips(network(name).report)
        assert [skip.shape[-1] for skip in skips] == [64, 32, 16]
        assert all(skip.place == 0 for skip in skips)


def test_the_one_without_has_none():
    assert experiments.unet_skips(network("segment_plain").report) == ()
    assert not any(step.family == "merge" for step in experiments.unet_steps(network("segment_plain").report))


def test_a_join_has_as_many_maps_as_what_it_joins():
    report = network("segment").report
    for skip in experiments.unet_skips(report):
        arriving = [report[source].output_shape[0] for source in report.graph[skip.join].inputs]
        assert report[skip.join].output_shape[0] == sum(arriving)


def test_the_finest_skip_comes_from_before_the_first_pooling():
    report = network("segment").report
    fine = experiments.unet_skips(report)[0]
    assert report[fine.source].field.size < report[fine.join].field.size
    assert fine.shape[1:] == report.input_shape[1:]


def test_the_u_net_is_drawn_level_by_level():
    steps = experiments.unet_steps(network("segment").report)
    assert [(step.label, step.shape[1:]) for step in steps] == [(label, shape[1:]) for label, shape in STEPS["segment"]]


def test_without_skips_there_is_less_to_learn():
    assert network("segment_plain").report.params < network("segment").report.params
