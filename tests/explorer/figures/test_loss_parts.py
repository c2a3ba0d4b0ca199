"""A loss as one bar of its parts."""

from __future__ import annotations

import pytest

from explorer.figures import loss_parts


@pytest.mark.parametrize(("values", "reach"), [((0.2, 0.3), 2), ((3.0, 1.5), 4.5), ((0.0, 0.0), 2)])
def test_parts_stand_behind_each_other_on_an_axis_that_holds_them(values, reach):
    figure = loss_parts(values, ("class", "box"))
    assert figure.layout.barmode == "stack"
    assert tuple(bar.x[0] for bar in figure.data) == values
    assert tuple(figure.layout.xaxis.range) == (0, pytest.approx(reach))
    assert sum(bar.customdata[0][0] for bar in figure.data) == pytest.approx(100 if sum(values) else 0)


def test_only_parts_with_room_are_named_in_the_bar_and_all_have_their_own_colour():
    small, large = loss_parts((0.01, 1.8), ("class", "box")).data
    assert (small.text[0], large.text[0]) == ("", "box 1.8")
    assert small.marker.color != large.marker.color and small.name == "class"
