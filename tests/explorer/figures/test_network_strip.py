import json
import re
from itertools import pairwise
from math import log2

import pytest

from explorer.errors import SpecError
from explorer.figures.network_strip import HEIGHT, StripNode, strip


def node(name, kind, shape, *inputs, wrong=False):
    return StripNode(name, kind, shape, f"{kind} {name}", inputs, wrong)


def chain(length, shape=(8, 32, 32)):
    nodes = [node("n0", "input", shape)]
    for index in range(1, length):
        nodes.append(node(f"n{index}", "convolution", shape, f"n{index - 1}"))
    return nodes


def drawn(nodes, **options):
    picture = strip(nodes, selected=None, **options)
    return picture, {entry["id"]: entry for entry in picture["nodes"]}


LENET = [
    node("image", "input", (3, 32, 32)), node("conv1", "convolution", (6, 28, 28), "image"),
    node("relu1", "activation", (6, 28, 28), "conv1"), node("pool1", "pooling", (6, 14, 14), "relu1"),
    node("flatten", "reshape", (1176,), "pool1"), node("fc", "linear", (10,), "flatten"),
]
BRANCHES = [
    node("x", "input", (64, 28, 28)), node("a", "convolution", (8, 28, 28), "x"),
    node("b", "convolution", (16, 28, 28), "x"), node("c", "convolution", (16, 28, 28), "b"),
    node("d", "pooling", (64, 28, 28), "x"), node("cat", "merge", (88, 28, 28), "a", "c", "d"),
    node("add", "merge", (88, 28, 28), "cat", "cat"), node("relu", "activation", (88, 28, 28), "add"),
]


def test_a_picture_can_be_sent_as_json():
    picture, _ = drawn(LENET)
    assert json.loads(json.dumps(picture)) == picture


def test_shapes_are_written_with_crosses():
    shapes = {"a": (6, 28, 28), "b": (10,), "c": None}
    nodes = strip([StripNode(name, "linear", shape, "", ()) for name, shape in shapes.items()], selected=None)["nodes"]
    assert [node["shape"] for node in nodes] == ["6 × 28 × 28", "10", "–"]


def test_sides_are_to_scale():
    _, nodes = drawn(LENET)
    assert nodes["conv1"]["tall"] / nodes["image"]["tall"] == pytest.approx(28 / 32, abs=0.01)
    assert nodes["pool1"]["across"] / nodes["image"]["across"] == pytest.approx(14 / 32, abs=0.01)


def test_a_map_that_is_wider_than_high_is_drawn_so():
    _, nodes = drawn([node("x", "input", (3, 20, 40)), node("y", "pooling", (3, 20, 20), "x")])
    assert nodes["x"]["tall"] == nodes["y"]["tall"]
    assert nodes["x"]["across"] == pytest.approx(2 * nodes["y"]["across"], abs=0.2)


def test_fronts_grow_by_the_same_step_with_each_doubling_of_the_channels():
    _, nodes = drawn([node(f"n{c}", "input", (c, 8, 8)) for c in (16, 32, 64)])
    first, second, third = (nodes[f"n{c}"]["front"] for c in (16, 32, 64))
    assert second - first == pytest.approx(third - second, abs=0.1)
    assert second > first


def test_bars_of_vectors_are_logarithmic():
    _, nodes = drawn(LENET)
    assert nodes["fc"]["tall"] / nodes["flatten"]["tall"] == pytest.approx(log2(11) / log2(1177), abs=0.01)
    assert nodes["fc"]["across"] == 0


@pytest.mark.parametrize("shape", [(1, 1, 1), (2048, 1, 1), (3, 224), (3, 16, 112, 112), (1,)])
def test_every_volume_is_large_enough_to_be_seen(shape):
    _, nodes = drawn([node("x", "input", (3, 224, 224)), node("y", "convolution", shape, "x")])
    assert nodes["y"]["tall"] >= 8
    assert nodes["y"]["front"] + nodes["y"]["across"] >= 8


def test_layers_on_each_value_are_sheets_behind_their_volume():
    _, nodes = drawn(LENET)
    assert (nodes["conv1"]["behind"], nodes["relu1"]["behind"]) == (0, 1)
    assert nodes["relu1"]["x"] > nodes["conv1"]["x"]
    assert nodes["relu1"]["tall"] == nodes["conv1"]["tall"]


def test_layers_come_in_reading_order_with_their_sheets():
    assert list(drawn(LENET)[1]) == [entry.id for entry in LENET]


@pytest.mark.parametrize("nodes", [LENET, BRANCHES, chain(200)], ids=["lenet", "branches", "long"])
def test_volumes_do_not_overlap_and_stay_inside(nodes):
    picture, entries = drawn(nodes)
    volumes = sorted((e for e in entries.values() if not e["behind"]), key=lambda e: (e["textY"], e["x"]))
    for entry in volumes:
        assert entry["y"] - entry["rise"] >= 0
        assert entry["textY"] + 20 <= picture["height"]
        assert entry["x"] >= 0 and entry["x"] + entry["front"] + entry["across"] <= picture["width"]
    for one, other in pairwise(volumes):
        assert other["textY"] > one["textY"] or other["x"] > one["x"] + one["front"] + one["across"]


def test_text_stands_under_its_volume():
    for entry in drawn(BRANCHES)[1].values():
        assert entry["textY"] > entry["y"] + entry["tall"]


def test_every_connection_is_drawn_once():
    picture, _ = drawn(BRANCHES)
    assert len(picture["lines"]) == 8
    assert all(re.fullmatch(r"M[\d .-]+(H[\d.-]+|C[\d .-]+)+", line) for line in picture["lines"])


def test_branches_stand_under_each_other():
    _, nodes = drawn(BRANCHES)
    assert nodes["a"]["textY"] < nodes["b"]["textY"] == nodes["c"]["textY"] < nodes["d"]["textY"]


@pytest.mark.parametrize("channels", [1, 9, 10, 64, 128, 999, 1000])
def test_nothing_but_the_volume_itself_moves_when_its_channels_change(channels):
    before = strip(chain(6), selected=None)
    nodes = chain(6)
    nodes[3] = node("n3", "convolution", (channels, 32, 32), "n2")
    after = strip(nodes, selected=None)
    assert (after["height"], after["width"]) == (before["height"], before["width"])
    assert [entry["textX"] for entry in after["nodes"]] == [entry["textX"] for entry in before["nodes"]]


def test_a_wrong_layer_is_marked_and_those_after_it_are_ghosts_of_its_size():
    nodes = [*chain(3), node("bad", "convolution", None, "n2", wrong=True), node("late", "linear", None, "bad")]
    _, entries = drawn(nodes)
    assert [entry["id"] for entry in entries.values() if entry["wrong"]] == ["bad"]
    assert [entry["id"] for entry in entries.values() if entry["ghost"]] == ["bad", "late"]
    assert entries["late"]["tall"] == entries["n2"]["tall"]


def test_a_strip_keeps_its_height_until_its_lanes_need_more():
    assert strip(LENET, selected=None)["height"] == strip(chain(200), selected=None)["height"] == HEIGHT
    assert strip(LENET, selected=None, height=180)["height"] == 180
    assert strip(BRANCHES, selected=None)["height"] > HEIGHT


def test_an_empty_network_has_an_empty_picture():
    assert strip([], selected=None)["nodes"] == []


def test_a_layer_that_reads_a_later_one_is_refused_by_name():
    with pytest.raises(SpecError, match="Layer b reads c, which does not come before it"):
        strip([node("b", "linear", (1,), "c")], selected=None)


def test_a_folded_block_says_what_it_holds_and_takes_room_for_its_pile():
    plain, folded = node("x", "input", (8, 32, 32)), StripNode("run:a", "convolution", (8, 32, 32), "a", ("x",),
                                                               span=("a.0", "a.5"), times=6)
    _, nodes = drawn([plain, folded])
    assert (nodes["x"]["times"], nodes["x"]["span"]) == (0, None)
    assert (nodes["run:a"]["times"], nodes["run:a"]["span"]) == (6, ["a.0", "a.5"])
    assert nodes["run:a"]["x"] < nodes["run:a"]["textX"] - (nodes["run:a"]["front"] + nodes["run:a"]["across"]) / 2


def test_there_is_a_gap_on_each_line_and_one_at_the_end():
    picture, nodes = drawn(BRANCHES, gaps=True)
    gaps = {(gap["behind"], gap["before"]): gap for gap in picture["gaps"]}
    reads = {(source, entry.id) for entry in BRANCHES if entry.kind != "activation" for source in set(entry.inputs)}
    assert set(gaps) == {*reads, ("relu", None)}
    for (behind, before), gap in gaps.items():
        assert gap["x"] > nodes[behind]["x"] + nodes[behind]["front"]
        assert before is None or gap["x"] < nodes[before]["x"]
    assert "gaps" not in drawn(BRANCHES)[0]


def test_in_front_of_a_folded_block_a_layer_goes_before_all_that_is_in_it():
    nodes = [node("x", "input", (8, 8, 8)), node("conv", "convolution", (8, 8, 8), "x"),
             node("act", "activation", (8, 8, 8), "conv"),
             StripNode("block:a", "convolution", (8, 8, 8), "a", ("act",), span=("a.0", "a.add"), times=1),
             node("fc", "linear", (8,), "block:a")]
    gaps = [(gap["behind"], gap["before"]) for gap in drawn(nodes, gaps=True)[0]["gaps"]]
    assert gaps == [("x", "conv"), ("act", None), ("a.add", "fc"), ("fc", None)]


def test_skips_that_lie_in_each_other_are_drawn_above_each_other():
    nodes = chain(9)
    for source, target in ((0, 8), (1, 7), (2, 6)):
        nodes[target] = node(f"n{target}", "merge", (8, 32, 32), f"n{target - 1}", f"n{source}")
    arcs = [path for path in strip(nodes, selected=None)["lines"] if path.count("C") == 2]
    tops = [int(re.search(r"C\S+ \S+ \S+ \S+ \S+ (-?\d+)", path)[1]) for path in arcs]
    assert len(tops) == 3
    assert all(upper > lower > 0 for lower, upper in pairwise(sorted(tops)))
