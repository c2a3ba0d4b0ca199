"""The numbers of a cell as bars: order, groups, and what is said of each."""

from __future__ import annotations

from explorer.figures import LIGHT, NumberGroup, cell_tensor

GROUPS = (NumberGroup("Box 1", "convolution", ("centre", "confidence"), ("x", "c"), (0.5, 0.9)),
          NumberGroup("Box 2", "pooling", ("centre", "confidence"), ("x", "c"), (0.1, 0.2), pale=True),
          NumberGroup("Classes", "linear", ("cat", "dog", "cow"), ("1", "", "3"), (0.8, 0.15, 0.05)))
FIGURE = cell_tensor(GROUPS)


def test_numbers_stand_side_by_side_in_their_order():
    assert [place for bar in FIGURE.data for place in bar.x] == list(range(7))
    assert [value for bar in FIGURE.data for value in bar.y] == [0.5, 0.9, 0.1, 0.2, 0.8, 0.15, 0.05]


def test_each_is_told_by_its_place_from_1_and_its_name():
    assert [tuple(told) for bar in FIGURE.data for told in bar.customdata][-2:] == [(6, "dog"), (7, "cow")]


def test_groups_have_their_colours_and_titles():
    assert [bar.marker.color for bar in FIGURE.data] == [LIGHT.kinds[group.kind].fill for group in GROUPS]
    assert [note.text for note in FIGURE.layout.annotations] == ["Box 1", "Box 2", "Classes"]
    assert [bar.opacity for bar in FIGURE.data] == [1.0, 0.45, 1.0]


def test_lines_part_the_groups_and_ticks_name_the_numbers():
    assert [line.x0 for line in FIGURE.layout.shapes] == [1.5, 3.5]
    assert FIGURE.layout.xaxis.ticktext == ("x", "c", "x", "c", "1", "", "3")


def test_the_axis_stays_while_the_numbers_move():
    assert FIGURE.layout.yaxis.range == (0, 1.26)
