"""What units see behind layers that make maps larger, pad them or measure them, against gradients of torch's own."""

from __future__ import annotations

import pytest
import torch

from explorer.graph import INPUT, analyse, from_text, reads
from explorer.graph.advice import advice
from tests.explorer.graph.gradients import supports
from tests.explorer.graph.oracles import module_of

LARGER = ["upsample", "upsample.s3", "upsample.mbilinear", "upsample.s3.mbilinear", "upsample.mbilinear.c1",
          "upsample.w7.mbilinear", "upsample.w5", "upsample.w13.mbilinear.c1", "upsample.w1.mbilinear.c1",
          "upsample.mbicubic", "upsample.w4.mbicubic", "upsample.w31.mbicubic.c1", "pixelshuffle", "pad.p2",
          "pad.p1_3x0_2", "padreplicate.p2", "padreflect.p2"]


def every_unit(report):
    rows, columns = report.output_shape[1:]
    return [(row, column) for row in range(rows) for column in range(columns)][::3]


@pytest.mark.parametrize("text", LARGER)
@pytest.mark.parametrize("around", ["{}", "conv.o4.p1.s2~{}~conv.o1.p1"])
def test_units_read_what_their_gradient_reaches_and_no_more_than_their_field(text, around):
    graph, shape = from_text(around.format(text)), (4, 10, 10)
    report, support = analyse(graph, shape), supports(graph, shape)
    field, spans = report.rows[-1].field, [1]
    for unit in every_unit(report):
        found = reads(report, graph.output, unit)
        assert found == support(unit), unit
        if INPUT in found:
            spans.append(max(high - low + 1 for low, high in found[INPUT]))
    assert max(spans) <= field.size
    if around == "{}":
        assert max(spans) == min(field.size, 10)


def test_up_sampling_by_two_sees_what_a_transposed_convolution_of_its_kernel_sees():
    # FACTS of torch: bilinear up-sampling by 2 is a transposed convolution, kernel 4, stride 2, padding 1
    for text, known in (("upsample.mbilinear", "convt.o4.k4.p1"), ("upsample", "convt.o4.k2"),
                        ("upsample.s3.mbilinear", "convt.o4.k5.s3.p1")):
        one, other = (analyse(from_text(f"conv.o4.s2.p1~{made}"), (4, 16, 16)).rows[-1] for made in (text, known))
        assert (one.output_shape, one.fields) == (other.output_shape, other.fields)


def jacobian_hull(graph, shape, unit):
    """Return the rows and columns of a picture of noise that a unit's gradient reaches."""
    torch.manual_seed(0)
    picture = torch.randn(1, *shape, dtype=torch.float64, requires_grad=True)
    module_of(graph, shape).double()(picture)[(0, 0, *unit)].backward()
    return tuple((int(places.min()), int(places.max()))
                 for places in (picture.grad[0].ne(0).any(dim=0).any(dim=axis).nonzero() for axis in (1, 0)))


@pytest.mark.parametrize(("norm", "sees"), [("groupnorm.g2", (12, 11)), ("instancenorm", (12, 11)), ("norm", (12, 11)),
                                            ("norm.x2", (12, 11)), ("norm.x1", (3, 11)), ("bn", (3, 3)),
                                            ("layernorm", (3, 3))])
def test_through_mean_and_variance_a_unit_depends_on_all_that_is_measured(norm, sees):
    graph, shape = from_text(f"conv.o4.p1~{norm}"), (2, 12, 11)
    report = analyse(graph, shape)
    unit = (5, 5)
    found = reads(report, graph.output, unit)[INPUT]
    assert found == jacobian_hull(graph, shape, unit)
    row = report.rows[-1]
    assert [field.size for field in row.fields] == list(sees)
    assert [field.size for field in row.local_fields] == [3, 3]
    assert row.sees_all is (sees == (12, 11))


def test_behind_such_a_norm_windows_go_on_growing_beside_the_whole():
    report = analyse(from_text("conv.o4.p1~groupnorm.g2~conv.o4.p1"), (2, 12, 12))
    assert [(row.field.size, row.local_field.size) for row in report] == [(3, 3), (12, 3), (12, 5)]
    said = [str(piece.message) for piece in advice(report) if piece.node == "gn1"]
    assert said == ["gn1: its mean and variance are taken over the whole map, so strictly every unit depends on the "
                    "whole input from here on. Its windows alone see 3 px."]


def test_maps_made_of_a_row_see_what_the_row_saw():
    text = "conv.o4.p1~flatten~linear.o32~unflatten.o2x4x4~conv.o1.p1"
    report = analyse(from_text(text), (1, 6, 6))
    assert reads(report, "conv2", (1, 2))[INPUT] == ((0, 5), (0, 5))
    assert report["conv2"].fields == report["fc1"].fields
    assert analyse(from_text("unflatten.o2x4x4~conv.o1"), (32,))["conv1"].fields is None
