"""Receptive fields against gradients: exactly the pixels that a unit's gradient reaches."""

from hypothesis import HealthCheck, given, settings

from explorer.graph import analyse, reads
from explorer.graph.shapes import readers
from tests.graph.gradients import supports, units
from tests.graph.strategies import networks

relaxed = settings(max_examples=200, deadline=None,
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
    for unit in units(report.output_shape[1:]):
        found, expected = reads(report, graph.output, unit), support(unit)
        if merges and len(shape) > 2 and reads_only_padding_somewhere(report):
            assert holds(found, expected), unit
        else:
            assert found == expected, unit
