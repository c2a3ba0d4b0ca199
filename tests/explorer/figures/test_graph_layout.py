from collections import defaultdict

import pytest
from hypothesis import given, strategies as st

from explorer.figures.graph_layout import arrange

CHAIN = [[], [0], [1], [2]]
IDENTITY = [[], [0], [1], [2], [3, 0], [4]]
DOWNSAMPLE = [[], [0], [1], [0], [2, 3], [4]]
INCEPTION = [[], [0], [0], [2], [0], [4], [0], [6], [1, 3, 5, 7], [8]]
DENSE = [[], [0], [0, 1], [2], [0, 1, 3], [4]]
AUXILIARY = [[], [0], [1], [1], [2], [4]]


def routes(inputs):
    return {(line.source, line.target): line.route for line in arrange(inputs).lines}


@st.composite
def networks(draw):
    size = draw(st.integers(1, 30))
    return [sorted(draw(st.sets(st.integers(max(0, node - 8), node - 1), min_size=1, max_size=4))) if node else []
            for node in range(size)]


def test_a_chain_stands_in_one_lane_with_straight_lines():
    plan = arrange(CHAIN)
    assert (plan.columns, plan.lanes) == ([0, 1, 2, 3], [0, 0, 0, 0])
    assert {line.route for line in plan.lines} == {"straight"}


def test_an_identity_skip_is_an_arc_over_one_lane():
    assert set(arrange(IDENTITY).lanes) == {0}
    assert routes(IDENTITY)[0, 4] == "arc"
    assert routes(IDENTITY)[3, 4] == "straight"


def test_a_shortcut_with_a_layer_runs_in_a_lane_of_its_own():
    assert arrange(DOWNSAMPLE).lanes == [0, 0, 0, 1, 0, 0]
    assert (routes(DOWNSAMPLE)[0, 3], routes(DOWNSAMPLE)[3, 4]) == ("fork", "join")


def test_four_parallel_branches_take_four_lanes_and_meet_again():
    plan = arrange(INCEPTION)
    assert plan.lanes == [0, 0, 1, 1, 2, 2, 3, 3, 0, 0]
    assert plan.columns[8] == 3


def test_a_dense_block_stays_in_one_lane_under_arcs():
    assert set(arrange(DENSE).lanes) == {0}
    assert routes(DENSE)[0, 4] == routes(DENSE)[1, 4] == "arc"


def test_a_lane_is_free_again_after_a_branch_that_ends():
    second = [*AUXILIARY, [4], [5, 6]]
    assert arrange(AUXILIARY).lanes[3] == 1
    assert max(arrange(second).lanes) == 1


def test_a_layer_that_reads_the_same_layer_twice_has_one_line():
    assert len(arrange([[], [0, 0]]).lines) == 1


def test_no_nodes_need_no_place():
    assert arrange([]).columns == []


@given(networks())
def test_columns_grow_along_every_line(inputs):
    plan = arrange(inputs)
    assert all(plan.columns[source] < plan.columns[node] for node, sources in enumerate(inputs) for source in sources)
    assert {(line.source, line.target) for line in plan.lines} == {(s, n) for n, ss in enumerate(inputs) for s in ss}


@given(networks())
def test_no_two_nodes_share_a_place(inputs):
    plan = arrange(inputs)
    places = list(zip(plan.columns, plan.lanes, strict=True))
    assert len(set(places)) == len(places)


@given(networks())
def test_lines_that_run_along_a_lane_meet_no_other_node_there(inputs):
    plan = arrange(inputs)
    columns = defaultdict(list)
    for column, lane in zip(plan.columns, plan.lanes, strict=True):
        columns[lane].append(column)
    for line in plan.lines:
        if line.route in ("straight", "join"):
            first, last = plan.columns[line.source], plan.columns[line.target]
            assert not [column for column in columns[plan.lanes[line.source]] if first < column < last]


@pytest.mark.parametrize("branches", [2, 5, 12])
def test_lanes_do_not_pile_up_over_many_blocks(branches):
    inputs = [[]]
    for _ in range(4):
        start = len(inputs) - 1
        inputs += [[start]] * branches
        inputs.append(list(range(start + 1, start + 1 + branches)))
    assert max(arrange(inputs).lanes) == branches - 1
