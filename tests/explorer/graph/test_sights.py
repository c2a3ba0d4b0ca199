"""What units see along axes that are alike, and along those that are not."""

from __future__ import annotations

import pytest

from explorer.graph import Add, AvgPool2d, Conv2d, Flatten, Graph, GroupNorm, Node, ReLU, analyse

TALL = Conv2d(out_channels=2, kernel_size=(5, 3), stride=(2, 1), padding=(2, 1))


def sizes(graph, shape=(1, 16, 16)):
    """Return what a unit of the last layer sees along each axis, px."""
    return tuple(field.size for field in analyse(graph, shape).rows[-1].fields)


@pytest.mark.parametrize(("layers", "seen"), [
    ((TALL,), (5, 3)),
    ((TALL, TALL), (5 + 4 * 2, 3 + 2 * 1)),     # Araujo et al. (2019): each adds (k - 1) times the jump before it
    ((TALL, ReLU(), AvgPool2d(kernel_size=2)), (5 + 2, 3 + 1)),
])
def test_axes_with_windows_of_their_own_are_followed_apart(layers, seen):
    assert sizes(Graph.chain(*layers)) == seen


def test_axes_that_are_alike_are_seen_alike():
    fields = analyse(Graph.chain(Conv2d(out_channels=2), ReLU(), Conv2d(out_channels=2, stride=2)), (1, 9, 9))[
        "conv2"].fields
    assert fields[0] == fields[1]


def test_equal_windows_on_unequal_sides_are_followed_apart():
    graph = Graph.chain(Conv2d(out_channels=2), AvgPool2d(kernel_size=2), Flatten())
    everything = analyse(graph, (1, 10, 20)).rows[-1].sight.everything
    assert [field.size for field in everything] == [10, 20]


def test_branches_meet_along_each_axis_by_itself():
    wide = Conv2d(out_channels=2, kernel_size=(1, 7), padding=(0, 3))
    tall = Conv2d(out_channels=2, kernel_size=(5, 1), padding=(2, 0))
    graph = Graph((Node("wide", wide, ("input",)), Node("tall", tall, ("input",)),
                   Node("both", Add(), ("wide", "tall"))))
    assert sizes(graph) == (5, 7)


def test_behind_a_norm_over_the_map_windows_alone_see_what_they_saw():
    report = analyse(Graph.chain(Conv2d(out_channels=8, padding=1), GroupNorm(num_groups=2),
                                 Conv2d(out_channels=8, padding=1)), (1, 16, 16))
    row = report.rows[-1]
    assert [field.size for field in row.fields] == [16, 16]
    assert [field.size for field in row.local_fields] == [3 + 2, 3 + 2]
