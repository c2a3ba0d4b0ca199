"""Charts of what skips do, and maps drawn side by side."""

from __future__ import annotations

import numpy as np
import pytest

from explorer import figures
from explorer.figures import DIVERGING, LIGHT, SEQUENTIAL, LossPanel, lookup

NAMES = {"with": "with skips", "without": "without"}


def test_what_is_0_has_no_point_on_a_logarithmic_axis():
    figure = figures.along_blocks(["a", "b"], {"with": [1, 2], "without": [0, 0.5]}, NAMES, title="", span=(-3, 1))
    kept, cut = figure.data
    assert (list(kept.y), list(cut.y)) == ([1, 2], [None, 0.5])
    assert (kept.name, cut.name) == ("with skips", "without")
    assert kept.line.color == LIGHT.kinds["convolution"].fill and cut.line.dash == "dash"
    assert figure.layout.yaxis.type == "log"


def test_blocks_left_out_are_a_mean_a_band_and_the_readers_own():
    sets = [np.array([0.9]), np.array([0.2, 0.4, 0.9])]
    figure = figures.left_out_chart({"with": sets}, NAMES, here={"with": 0.4}, count=1, axes=("left out", "right"))
    most, least, mean, own = figure.data
    assert list(most.y) == [0.9, 0.9] and list(least.y) == [0.9, 0.2]
    assert list(mean.y) == pytest.approx([0.9, 0.5])
    assert (list(own.x), list(own.y)) == ([1], [0.4])


@pytest.fixture
def panels():
    bowl = np.add.outer(np.arange(-2, 3)**2, np.arange(-2, 3)**2) + 0.01
    return [LossPanel("plain", bowl * 10), LossPanel("residual", bowl)]


def test_both_surfaces_have_one_scale_that_holds_all_losses(panels):
    drawn = [figures.loss_contours(panel, among=panels, reach=0.5, unit="nats").data[0] for panel in panels]
    assert len({(trace.zmin, trace.zmax) for trace in drawn}) == 1
    assert drawn[0].zmin <= -2 and drawn[0].zmax >= np.log10(80.1)
    assert 10.0**np.array(drawn[1].z) == pytest.approx(panels[1].losses)
    assert (drawn[0].x[0], drawn[0].x[-1]) == (-0.5, 0.5)
    assert drawn[0].colorbar.ticktext == ("0.01", "0.1", "1", "10", "100")


def test_hills_hold_the_same_numbers(panels):
    for panel in panels:
        hills, contours = (draw(panel, among=panels, reach=0.5, unit="nats")
                           for draw in (figures.loss_hills, figures.loss_contours))
        assert np.array(hills.data[0].z) == pytest.approx(np.array(contours.data[0].z))
        assert (hills.data[0].cmin, hills.data[0].cmax) == (contours.data[0].zmin, contours.data[0].zmax)
        assert hills.layout.scene.zaxis.range == (contours.data[0].zmin, contours.data[0].zmax)


def test_a_scale_is_only_as_wide_as_what_it_is_for(panels):
    alone = figures.loss_contours(panels[1], among=panels[1:], reach=1, unit="").data[0]
    both = figures.loss_contours(panels[1], among=panels, reach=1, unit="").data[0]
    assert alone.zmax < both.zmax


def test_maps_stand_side_by_side_in_the_colours_of_their_values():
    maps = np.stack([np.full((2, 2), value, dtype=np.float32) for value in (0.0, 1.0, 2.0)])
    drawn = figures.tiled_maps(maps, high=1.0, signed=False, side=5)
    assert drawn.shape == (5, 5, 3)  # two rows of two, one cell between them
    table = lookup(SEQUENTIAL, 255)
    assert (drawn[0, 0] == table[0]).all() and (drawn[0, 3] == table[254]).all()
    assert (drawn[3, 0] == table[254]).all()  # above the scale: as its end
    assert (drawn[2] == 255).all() and (drawn[3, 3] == 255).all()  # between, and where there is no map


def test_signed_maps_have_0_in_the_middle_of_the_scale():
    maps = np.array([[[-1.0, 0.0, 1.0]]], dtype=np.float32)
    drawn = figures.tiled_maps(maps, high=1.0, signed=True, side=3)
    assert np.array_equal(drawn[0], lookup(DIVERGING, 255)[[0, 127, 254]])


def test_maps_without_any_value_are_drawn_too():
    drawn = figures.tiled_maps(np.zeros((1, 2, 2), dtype=np.float32), high=0.0, signed=False, side=2)
    assert (drawn == lookup(SEQUENTIAL, 255)[0]).all()


def test_every_pixel_is_a_square_that_can_be_clicked():
    pixels = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
    squares, ring = figures.pixel_squares(pixels, (1, 0), hover="").data
    assert list(squares.x) == [0, 1, 0, 1] and list(squares.y) == [0, 0, 1, 1]
    assert squares.marker.color[3] == "rgb(9, 10, 11)"
    assert (list(ring.x), list(ring.y)) == ([0], [1])
