"""Receptive fields against gradients: exactly the pixels that a unit's gradient reaches."""

import pytest
import torch
from hypothesis import HealthCheck, given, settings, strategies as st

from explorer import graph as g
from explorer.graph import Conv2d, Field, Graph, Linear, analyse, reads
from explorer.graph.shapes import readers
from tests.examples import examples
from tests.explorer.graph.gradients import gradient, supports, units
from tests.explorer.graph.strategies import networks

relaxed = settings(max_examples=examples(100), deadline=None,
                   suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def reads_only_padding_somewhere(report):
    return any(not way.reads(frozenset({unit}), size)
               for row in report for way, size, out in zip(readers(row.layer, row.input_shape) or (),
                                                           row.input_shape[1:], row.output_shape[1:], strict=False)
               for unit in range(out))


def holds(outer, inner):
    return inner.keys() <= outer.keys() and all(
        low <= a and b <= high for name in inner for (low, high), (a, b) in zip(outer[name], inner[name], strict=True))


@relaxed
@given(networks(head=False, sliding=True, most=5))
def test_a_unit_reads_exactly_what_its_gradient_reaches(network):
    graph, shape = network
    if not len(graph):
        return
    report, support = analyse(graph, shape), supports(graph, shape)
    merges = any(node.layer.several_inputs for node in graph)
    multiplies = any(isinstance(node.layer, g.Multiply) for node in graph)  # by 0 where only padding is read
    for unit in units(report.output_shape[1:]):
        found, expected = reads(report, graph.output, unit), support(unit)
        if (multiplies or (merges and len(shape) > 2)) and reads_only_padding_somewhere(report):
            assert holds(found, expected), unit
        else:
            assert found == expected, unit


def windows_only(graph):
    return not any(isinstance(node.layer, g.ConvTranspose1d | g.ConvTranspose2d | g.ConvTranspose3d
                              | g.Upsample | g.PixelShuffle) for node in graph)


@relaxed
@given(networks(head=False, sliding=True, modes=["zeros"], most=4, side=(5, 16)))
def test_no_unit_reaches_further_than_its_field(network):
    graph, shape = network
    if not len(graph):
        return
    report, support = analyse(graph, shape), supports(graph, shape)
    fields = report.rows[-1].fields
    for unit in units(report.output_shape[1:]):
        hull = support(unit).get(g.INPUT, ((0, 0),) * len(fields))
        assert all(high - low + 1 <= field.size for (low, high), field in zip(hull, fields, strict=True)), unit


@relaxed
@given(networks(head=False, sliding=True, modes=["zeros"], most=4, side=(12, 16)))
def test_an_aligned_field_away_from_the_border_is_exact(network):
    graph, shape = network
    if not len(graph) or not windows_only(graph):
        return
    report, support = analyse(graph, shape), supports(graph, shape)
    fields = report.rows[-1].fields
    if not all(field.aligned for field in fields):
        return
    for unit in units(report.output_shape[1:]):
        first = [field.start + place * field.jump - (field.size - 1) / 2
                 for place, field in zip(unit, fields, strict=True)]
        last = [low + field.size - 1 for low, field in zip(first, fields, strict=True)]
        if min(first) >= 0 and all(high < side for high, side in zip(last, shape[1:], strict=True)):
            assert support(unit)[g.INPUT] == tuple(zip(first, last, strict=True)), unit


@pytest.mark.parametrize(("depth", "row"), [(1, [1, 1, 1]), (2, [1, 2, 3, 2, 1]), (3, [1, 3, 6, 7, 6, 3, 1]),
                                            (4, [1, 4, 10, 16, 19, 16, 10, 4, 1])])
def test_stacked_convolutions_weigh_their_field_like_trinomials(depth, row):
    # Luo, Li, Urtasun & Zemel (2016), Understanding the effective receptive field, arXiv:1701.04128, section 2.2
    graph = Graph.chain(*[Conv2d(out_channels=1, padding=1, bias=False)] * depth)
    side = 2 * depth + 5
    weights = gradient(graph, (1, side, side), (side // 2, side // 2))
    report = analyse(graph, (1, side, side))
    (top, bottom), (left, right) = reads(report, graph.output, (side // 2, side // 2))[g.INPUT]
    assert weights[top:bottom + 1, left:right + 1].tolist() == torch.outer(*[torch.tensor(row)] * 2).tolist()
    assert weights.sum() == 3 ** (2 * depth)
    assert report.rows[-1].field == Field(2 * depth + 1, 1, 0.0)


# A transposed convolution reads ceil(k / s) pixels at most; Dumoulin & Visin (2016), chapter 4, seen from the output
@pytest.mark.parametrize(("kernel_size", "stride", "widest"), [(2, 2, 1), (3, 2, 2), (4, 2, 2), (5, 2, 3), (1, 3, 1),
                                                               (3, 1, 3), (7, 3, 3)])
def test_a_transposed_convolution_sees_as_many_pixels_as_stamps_meet(kernel_size, stride, widest):
    graph = Graph.chain(g.ConvTranspose1d(out_channels=1, kernel_size=kernel_size, stride=stride))
    report = analyse(graph, (1, 12))
    spans = [reads(report, "convt1", (unit,)).get(g.INPUT) for unit in range(report.output_shape[1])]
    assert max(high - low + 1 for ((low, high),) in filter(None, spans)) == widest == report["convt1"].field.size


def test_linear_layers_behind_each_other_read_everything():
    report = analyse(g.PRESETS["lenet5"].graph, (1, 32, 32))
    assert reads(report, "fc3", ())[g.INPUT] == ((0, 31), (0, 31))
    assert reads(report, "fc3", ())["fc1"] == ()


@pytest.mark.parametrize(("flatten", "unit", "hull"), [
    (g.Flatten(start_dim=2), (7,), ((1, 1), (2, 2))),        # place 7 of 3 × 5 is row 1, column 2
    (g.Flatten(start_dim=1, end_dim=2), (4,), ((0, 2), (4, 4))),
    (g.Flatten(), (), ((0, 2), (0, 4))),
])
def test_a_flatten_keeps_the_places_that_it_does_not_join_with_the_channels(flatten, unit, hull):
    report = analyse(Graph.chain(flatten), (2, 3, 5))
    assert reads(report, "flatten", unit)[g.INPUT] == hull


def test_layers_behind_a_partly_flattened_map_have_no_field():
    chain = Graph.chain(g.AdaptiveAvgPool2d(), g.Flatten(start_dim=2), g.Conv1d(out_channels=2, kernel_size=1),
                        g.Flatten(), Linear(out_features=3))
    report = analyse(chain, (2, 6, 6))
    assert [row.fields is None for row in report] == [False, True, True, True, False]
    assert report["fc1"].field.size == 6


def test_after_global_pooling_one_field_is_left_and_it_is_the_whole_image():
    report = analyse(Graph.chain(Conv2d(out_channels=4, padding=1), g.AdaptiveAvgPool2d(), g.Flatten(),
                                 Linear(out_features=2)), (3, 9, 7))
    assert [field.size for field in report["flatten"].fields] == [11, 9]     # 9 and 7 px and a padding on each side
    assert report["fc1"].fields == report["flatten"].fields


going_down = st.one_of(
    st.builds(g.Conv1d, out_channels=st.just(1), kernel_size=st.integers(1, 4), stride=st.integers(1, 3)),
    st.builds(g.AvgPool1d, kernel_size=st.integers(1, 3)))
going_up = st.one_of(
    st.builds(lambda stride, more: g.ConvTranspose1d(out_channels=1, kernel_size=stride + more, stride=stride),
              st.integers(1, 3), st.integers(0, 3)),
    st.builds(g.Conv1d, out_channels=st.just(1), kernel_size=st.integers(1, 4)))


@relaxed
@given(st.lists(going_down, max_size=3), st.lists(going_up, min_size=1, max_size=3))
def test_on_the_way_up_some_unit_sees_all_of_its_field(down, up):
    report = analyse(Graph.chain(*down, *up), (1, 2000))
    assert widest_span(report) == report.rows[-1].field.size


def test_a_stride_after_a_transposed_convolution_may_leave_the_widest_units_out():
    # Each pooling window covers the two stamps of one pixel; a window across two of them does not occur.
    report = analyse(Graph.chain(g.ConvTranspose1d(out_channels=1), g.AvgPool1d()), (1, 20))
    assert (widest_span(report), report.rows[-1].field.size) == (1, 2)


def test_upsampling_by_two_sees_what_the_pooling_before_it_saw():
    report = analyse(Graph.chain(Conv2d(out_channels=4, padding=1), g.MaxPool2d(), g.ConvTranspose2d(out_channels=4)),
                     (1, 16, 16))
    assert [row.field.size for row in report] == [3, 4, 4]
    assert [row.field.jump for row in report] == [1, 2, 1]


def widest_span(report):
    """Return the most pixels that one of 60 units in the middle sees; more than any pattern of stamps repeats after."""
    middle = report.output_shape[1] // 2
    middle_units = range(max(0, middle - 30), min(report.output_shape[1], middle + 30))
    spans = [reads(report, report.graph.output, (unit,)).get(g.INPUT) for unit in middle_units]
    return max(high - low + 1 for ((low, high),) in filter(None, spans))


@pytest.mark.parametrize(("text", "aligned", "size"), [
    ("conv.o1.p1~conv.o1.k1.f2~add.f1x2", True, 3),                         # equal jump and equal centre
    ("conv.o1.k2.p0_1x0_1~conv.o1.k1.f2~add.f1x2", False, 2),               # centres at 0.5 and 0
    ("conv.o1.s2.p1~convt.o1~conv.o1.k3.p1.f3~add.f1x2", False, 4),         # unit 1 sees -1 to 1 and 0 to 2
    ("adaptive.o8~conv.o1.k1.f2~add.f1x2", True, 1),
    ("adaptive.o3~conv.o1.k4.s2.f2~add.f1x2", False, 4),                    # uneven parts of 2.7 px, steps of 2
])
def test_paths_are_aligned_if_they_agree_in_jump_and_centre(text, aligned, size):
    # Araujo, Norris & Sim (2019), Distill, section on arbitrary computation graphs
    field = analyse(g.from_text(text), (1, 8, 8)).rows[-1].field
    assert (field.aligned, field.size) == (aligned, size)


@pytest.mark.parametrize("preset", ["resnet18", "resnet50", "googlenet"])
def test_the_branches_of_published_networks_are_aligned(preset):
    chosen = g.PRESETS[preset]
    assert all(row.field.aligned for row in analyse(chosen.graph, chosen.input_shape))


GATED = g.Graph((
    g.Node("conv", g.Conv2d(out_channels=2, padding=1), (g.INPUT,)),
    g.Node("squeeze", g.AdaptiveAvgPool2d(), ("conv",)),
    g.Node("gate", g.Conv2d(out_channels=2, kernel_size=1), ("squeeze",)),
    g.Node("excite", g.Multiply(), ("conv", "gate")),
    g.Node("last", g.Conv2d(out_channels=1, stride=2), ("excite",))))


@pytest.mark.parametrize("last", ["conv", "excite", "last"])
@pytest.mark.parametrize("unit", [(0, 0), (2, 1)])
def test_a_gate_of_one_value_lets_every_unit_see_the_whole_picture(last, unit):
    graph, shape = GATED.up_to(last), (1, 9, 8)
    report = analyse(graph, shape)
    assert reads(report, last, unit) == supports(graph, shape)(unit)
    if last != "conv":
        assert reads(report, last, unit)[g.INPUT] == ((0, 8), (0, 7))
        assert all(field.size >= side for field, side in zip(report[last].fields, shape[1:], strict=True))
