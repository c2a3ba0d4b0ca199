"""What is pointed at: photos in nearly square cells, grids of numbers as a teacher writes them."""

from __future__ import annotations

import numpy as np
import pytest

from explorer import images
from explorer.classroom import ClassQuestion, checked_question
from explorer.errors import GridError, RoomError
from explorer.images import SAMPLES
from pages.classroom import grounds
from pages.ui import lent


def asked(picture, rows=4, columns=5):
    return ClassQuestion(form="point", says="Where?", picture=picture, rows=rows, columns=columns)


@pytest.mark.parametrize("name", SAMPLES)
def test_cells_of_a_photo_are_nearly_square(name):
    height, width = images.sample(name).pixels.shape[:2]
    rows, columns = grounds.cells_of(height, width)
    assert max(rows, columns) == grounds.PHOTO_CELLS
    assert 0.9 < (height / rows) / (width / columns) < 1.1


@pytest.mark.parametrize(("size", "cells"), [((300, 300), (24, 24)), ((100, 1000), (2, 24)), ((1, 5000), (1, 24))])
def test_a_narrow_picture_has_at_least_one_cell(size, cells):
    assert grounds.cells_of(*size) == cells


def test_a_sample_photo_keeps_its_form_and_is_small_enough_for_a_phone():
    ground = grounds.ground_of(asked("photo/chelsea"))
    pixels = images.sample("chelsea").pixels
    assert ground.pixels.shape[1] <= grounds.SIDE and ground.name == SAMPLES["chelsea"].title
    assert ground.pixels.shape[0] / ground.pixels.shape[1] == pytest.approx(pixels.shape[0] / pixels.shape[1], abs=0.01)


@pytest.mark.parametrize("picture", ["grid", "", "photo/none", "photo/../../x", "other/chelsea", "numbers/1.2.3"])
def test_what_is_not_there_is_an_empty_grid(picture):
    ground = grounds.ground_of(asked(picture))
    assert ground.pixels is None and ground.numbers is None and (ground.rows, ground.columns) == (4, 5)


@pytest.mark.parametrize("text", ["1 2 3\n4 5 6", " 1, 2 ,3 \n\n4\t5\t6\n", "1;2;3\n4;5;6"])
def test_a_grid_is_read_as_numpy_reads_it(text):
    assert (grounds.read_grid(text) == np.arange(1, 7).reshape(2, 3)).all()


@pytest.mark.parametrize("seed", range(5))
def test_a_grid_comes_back_from_a_question_that_can_be_asked(seed):
    generator = np.random.default_rng(seed)
    rows, columns = (int(side) for side in generator.integers(1, 7, 2))
    grid = generator.integers(-grounds.LARGEST, grounds.LARGEST + 1, (rows, columns))
    written = grounds.read_grid("\n".join(" ".join(map(str, row)) for row in grid.tolist()))
    question = checked_question(asked(f"numbers/{grounds.numbers_text(written)}", rows, columns))
    assert (grounds.ground_of(question).numbers == grid).all()


@pytest.mark.parametrize(("text", "says"), [
    ("", "Write whole numbers"), ("a b", "Write whole numbers"), ("1.5 2", "Write whole numbers"),
    ("1 2\n3", "All rows need as many numbers"), ("1 " * 37, "at most 36"), ("100", "Write whole numbers"),
    ("<b>", "Write whole numbers")])
def test_what_is_no_grid_is_said(text, says):
    with pytest.raises(GridError) as refused:
        grounds.read_grid(text)
    assert says in str(refused.value)


@pytest.fixture
def taught(room, monkeypatch):
    """A room that is led by ada; the page is looked at by whoever `looks` says."""
    looks = ["ada"]
    for module in (grounds, lent):
        monkeypatch.setattr(module, "reader", lambda: looks[0])
    room.code = room.rooms.open("ada").code
    room.join("Mina")
    return room, looks


OWN = images.picture_of(np.random.default_rng(3).integers(0, 256, (90, 120, 3), dtype=np.uint8), "private name.jpg")


def test_a_photo_of_the_teachers_opens_for_the_class_and_for_nobody_else(taught):
    room, looks = taught
    question = asked(grounds.picture_name(OWN))
    grounds.lend(room.code, OWN)
    for looks[0] in ("ada", "Mina"):
        ground = grounds.ground_of(question)
        assert (ground.pixels == OWN.pixels).all() and "private" not in ground.name
    looks[0] = "stranger"
    assert grounds.ground_of(question).pixels is None
    room.rooms.teacher(room.code, "ada").end()
    looks[0] = "Mina"
    assert grounds.ground_of(question).pixels is None, "with the room it is gone"


def test_only_who_leads_a_room_opens_a_photo_to_it(taught):
    room, looks = taught
    looks[0] = "Mina"
    with pytest.raises(RoomError):
        grounds.lend(room.code, OWN)


def test_a_sample_is_called_by_its_name_and_what_only_claims_to_be_one_is_not():
    assert grounds.picture_name(images.sample("chelsea")) == "photo/chelsea"
    fake = images.picture_of(OWN.pixels.copy(), SAMPLES["chelsea"].title)
    assert grounds.picture_name(fake) == f"own/{OWN.key}"
    assert checked_question(asked(grounds.picture_name(fake))).picture == f"own/{OWN.key}"


def test_a_photo_that_was_not_lent_is_an_empty_grid(taught):
    assert grounds.ground_of(asked(f"own/{OWN.key}")).pixels is None
