"""Links come from strangers: whatever stands in them, a network and a list of what was wrong come out."""

import re

import pytest
from hypothesis import given, settings, strategies as st

from explorer import graph as g
from explorer.errors import SpecError, TextError
from explorer.graph import (
    CODES,
    AdaptiveAvgPool1d,
    AdaptiveAvgPool2d,
    AdaptiveAvgPool3d,
    Graph,
    Node,
    analyse,
    attempt,
    from_text,
    read_text,
    shape_from_text,
    to_text,
)
from tests.examples import examples

LETTERS = "oksdpgbmqciaenf"
VALUES = ["0", "1", "2", "3", "-1", "1x2", "2x1x1", "1_2", "0_1x2_0", "1_2x3", "same", "valid", "reflect", "x", "_", "",
          "99999", "100001", "1e5", "1e999", "0_5", "a-0", "input", "conv1", "²", "٣", "1x1x1x1x1x1x1x1"]
piece = st.builds(lambda code, parts: ".".join([code, *parts]), st.sampled_from([*CODES, "gap", "conv2", "", "Conv"]),
                  st.lists(st.builds(str.__add__, st.sampled_from(LETTERS), st.sampled_from(VALUES)), max_size=5))


def survives(text):
    graph, problems = read_text(text)
    assert from_text(to_text(graph)) == graph
    assert all(str(problem) for problem in problems)
    report = analyse(graph, (3, 16, 16), partial=True)
    assert len([row.working for row in report]) == len(graph)
    assert all(str(row.error) for row in report if row.error)


@settings(max_examples=examples(400), deadline=None)
@given(st.lists(piece, max_size=6).map("~".join))
def test_text_that_is_nearly_right_is_read_as_far_as_it_goes(text):
    survives(text)


@settings(max_examples=examples(100), deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_gives_a_network(text):
    survives(text)


@pytest.mark.parametrize("piece", [
    "conv.o1.k1.s99999", "convt.o1.k1.s99999", "convt.o1.k9999.s99999", "conv.o100000.k100000.p100000", "cat.f1x1",
    "adaptive.o100000~adaptive.o99999", "conv.o8.p1", "flatten", "linear.o100000", "add.f1x2", "conv.o8.nx", "~", "z",
    "cat.f1x1x1x1x1x1x1x1x1x1x1x1x1x1x1x1", "conv.o4.k1.p9999.d9999", "maxpool.k99999.p40000",
])
def test_512_layers_of_one_kind_are_handled(piece):
    survives("~".join([piece] * 512))


@pytest.mark.parametrize(("text", "said"), [
    ("conv.o8.g1x2", "groups is (1, 2). Give a whole number."),
    ("conv.o8x4", "out_channels is (8, 4)"),
    ("flatten.sabc", "start_dim is 'abc'"),
    ("leakyrelu.a1e999", "negative_slope is inf"),
    ("conv.k3", "does not give out_channels; 8 was taken"),
    ("conv.o8.k3~warp", "'warp', which is no kind of layer"),
    ("conv.o8.k200000", "'k200000' that cannot be read"),
    ("conv.o8.na~relu.na", "two layers are called 'a'"),
    ("relu.f2", "it reads a layer before the first"),
    ("dropout.p2", "A probability lies between 0 and 1"),
    ("~".join(["relu"] * 601), "has 601 layers; this server takes 600"),
    ("x" * 16001, "in 16001 characters; this server reads 16000"),
])
def test_what_is_wrong_with_a_link_is_named(text, said):
    with pytest.raises(TextError, match=re.escape(said)):
        from_text(text)
    assert said in " ".join(map(str, read_text(text)[1]))


def test_wrong_arguments_are_left_out_and_the_others_kept():
    graph, problems = read_text("conv.o8.k5.s0~maxpool.k3.p2.c1")
    assert [node.layer for node in graph] == [g.Conv2d(out_channels=8, kernel_size=5),
                                              g.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)]
    assert len(problems) == 2


@pytest.mark.parametrize("layer", [
    g.LeakyReLU(negative_slope=1e-5), g.LeakyReLU(negative_slope=1 / 3), g.ELU(alpha=-1.5), g.ELU(alpha=1e22),
    g.Dropout(p=1), g.Conv2d(out_channels=3, padding=((1, 2), (0, 0)), padding_mode="reflect"),
    g.MaxPool2d(kernel_size=(2, 3), stride=(1, 3)), g.Flatten(start_dim=-3, end_dim=-2),
])
def test_every_value_survives_a_link(layer):
    graph = Graph.chain(layer)
    assert from_text(to_text(graph)) == graph
    assert re.fullmatch(r"[A-Za-z0-9._~-]*", to_text(graph)), "characters that links leave as they are"


def test_names_and_branches_survive_a_link():
    graph = Graph((Node("block.0.conv", g.Conv2d(out_channels=3, padding=1), ("input",)),
                   Node("relu1", g.Identity(), ("input",)), Node("sum", g.Add(), ("block.0.conv", "input", "relu1"))))
    assert to_text(graph) == "conv.o3.p1.nblock-0-conv~identity.nrelu1.f2~add.nsum.f2x3x1"
    assert from_text(to_text(graph)) == graph


def test_the_longest_name_survives_a_link_and_a_longer_one_is_none():
    graph = Graph((Node("a." + "b" * 58, g.ReLU(), ("input",)),))
    assert from_text(to_text(graph)) == graph
    with pytest.raises(SpecError, match="80 at most"):
        Node("b" * 81, g.ReLU(), ("input",))


def test_a_layer_that_does_not_fit_together_yet_is_written_as_it_is():
    graph = Graph.chain(attempt(g.MaxPool2d, {"kernel_size": 2, "stride": None, "padding": 2, "ceil_mode": False}))
    assert to_text(graph) == "maxpool.p2"
    assert read_text(to_text(graph))[0] == Graph.chain(g.MaxPool2d())


@pytest.mark.parametrize("text", ["", "0x2", "3x", "3x32x32x32x32", "-1x2", "1e3", "999999x999999", "00x3", "٠x3"])
def test_input_shapes_that_are_none_are_refused(text):
    with pytest.raises(TextError):
        shape_from_text(text)


@pytest.mark.parametrize(("kind", "wrong"), [
    (g.Conv2d, {"out_channels": 8, "kernel_size": [3, 3]}), (g.Conv2d, {"out_channels": None}),
    (g.Conv2d, {"out_channels": 8, "bias": "no"}), (g.Conv2d, {"out_channels": True}), (g.MaxPool2d, {"ceil_mode": 3}),
    (g.Conv2d, {"out_channels": 8, "padding": ()}), (g.Linear, {"out_features": ()}), (g.Dropout, {"p": "x"}),
    (g.Conv2d, {"out_channels": 8, "padding_mode": ["x"]}), (g.LeakyReLU, {"negative_slope": float("nan")}),
    (g.BatchNorm2d, {"affine": None}), (g.Flatten, {"end_dim": (1,)}), (g.ConvTranspose2d, {"out_channels": 3.0}),
])
def test_a_layer_is_never_made_with_a_value_of_the_wrong_kind(kind, wrong):
    with pytest.raises(SpecError):
        kind(**wrong)


@pytest.mark.parametrize(("word", "pool"), [("gap", AdaptiveAvgPool2d()), ("gap1d", AdaptiveAvgPool1d()),
                                            ("gap3d", AdaptiveAvgPool3d())])
def test_gap_is_read_as_global_average_pooling(word, pool):
    graph = from_text(f"relu~{word}~flatten")
    assert graph.nodes[1].layer == pool
    assert pool.output_size == 1
    assert from_text(to_text(graph)) == graph
    assert "gap" not in to_text(graph)


def test_gap_takes_no_size_as_it_has_none():
    graph, problems = read_text("gap.o3~flatten")
    assert graph.nodes[0].layer == AdaptiveAvgPool2d()
    assert "'o3'" in str(problems[0])
