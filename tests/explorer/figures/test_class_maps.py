import numpy as np
import pytest

from explorer import figures
from explorer.figures.colours import rgb

PHOTO = np.full((2, 3, 3), 100, dtype=np.uint8)
CLASSES = np.array([[0, 1, 2], [0, 0, 1]])


def test_colours_are_laid_over_all_but_the_ground():
    found = figures.tinted(PHOTO, CLASSES, 1.0)
    assert found[0].tolist() == [[100] * 3, list(rgb(figures.CLASS_COLOURS[1])), list(rgb(figures.CLASS_COLOURS[2]))]
    assert (figures.tinted(PHOTO, CLASSES, 0.0) == PHOTO).all()
    assert figures.tinted(PHOTO, CLASSES, 1.0, ground=True)[0, 0].tolist() == list(rgb(figures.CLASS_COLOURS[0]))


def test_half_opacity_is_the_mean():
    red, green, blue = rgb(figures.CLASS_COLOURS[1])
    assert figures.tinted(PHOTO, CLASSES, 0.5)[0, 1].tolist() == pytest.approx(
        [(100 + value) / 2 for value in (red, green, blue)], abs=0.5)


def test_borders_alone_can_be_tinted():
    only = CLASSES == 2
    found = figures.tinted(PHOTO, CLASSES, 1.0, only=only)
    assert (found[~only] == 100).all()
    assert found[0, 2].tolist() == list(rgb(figures.CLASS_COLOURS[2]))


def test_shares_go_from_one_end_of_the_scale_to_the_other():
    found = figures.heated(PHOTO, np.array([[0.0, 1.0, 2.0], [0.5, 0.5, -1.0]]), 1.0)
    table = figures.lookup(figures.SEQUENTIAL)
    assert [found[0, 0].tolist(), found[0, 1].tolist(), found[0, 2].tolist()] == [
        table[0].tolist(), table[-1].tolist(), table[-1].tolist()]
    assert figures.heated(np.dstack([PHOTO[..., 0], PHOTO[..., 0] * 0, PHOTO[..., 0] * 0]), np.zeros((2, 3)),
                          0.0)[0, 0].tolist() == [30, 30, 30]  # Rec. 601: 0.299 of red


def test_marked_pixels_stand_out_of_what_is_dimmed():
    found = figures.marked(PHOTO, CLASSES == 2)
    assert found[0, 2].tolist() == list(rgb(figures.LIGHT.wrong))
    assert (found[CLASSES != 2] == 178).all()


@pytest.mark.parametrize(("side", "each"), [(3, 1), (1, 1), (12, 4), (13, 4)])
def test_pixels_become_squares(side, each):
    found = figures.enlarged(figures.tinted(PHOTO, CLASSES, 1.0), side)
    assert found.shape == (2 * each, 3 * each, 3)
    assert (found[:each, each:2 * each] == rgb(figures.CLASS_COLOURS[1])).all()


def test_there_are_21_classes_and_more_begin_again_behind_the_ground():
    assert len(set(figures.CLASS_COLOURS)) == 21
    table = figures.class_table(45)
    assert table[:21].tolist() == [list(rgb(colour)) for colour in figures.CLASS_COLOURS]
    assert table[21].tolist() == table[1].tolist() == table[41].tolist()
