"""The shelf of readers' photos: what is kept, and what makes room."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.images import picture_of
from pages.ui.pickers.own_photos import OwnPhotos, Shelf

SIDE = 10
PIXELS = SIDE * SIDE * 3


def picture(shade):
    return picture_of(np.full((SIDE, SIDE, 3), shade, np.uint8), f"{shade}.png")


@pytest.fixture
def shelf(clock):
    return Shelf(clock)


def shades(shelf, reader):
    return {name: int(photo.pixels[0, 0, 0]) for name, photo in shelf.photos(reader).items()}


def test_each_reader_sees_their_own(shelf):
    assert shelf.add("ada", picture(1), b"one") == "own1"
    assert shelf.add("bob", picture(2), b"two") == "own1"
    assert (shades(shelf, "ada"), shades(shelf, "bob"), shades(shelf, "eve")) == ({"own1": 1}, {"own1": 2}, {})
    assert shelf.file("ada", picture(1).key) == b"one"
    assert shelf.file("eve", picture(1).key) is shelf.file("bob", picture(1).key) is None


def test_the_same_pixels_are_kept_once_and_the_fourth_photo_replaces_the_oldest(shelf):
    assert [shelf.add("ada", picture(shade), b"x") for shade in (1, 1, 2, 3, 4)] == ["own1", "own1", "own2", "own3",
                                                                                     "own4"]
    assert shades(shelf, "ada") == {"own2": 2, "own3": 3, "own4": 4}
    assert shelf.file("ada", picture(1).key) is None


def test_files_together_are_never_larger_than_one_upload(shelf, configure):
    configure(image_bytes=10)
    shelf.add("ada", picture(1), bytes(6))
    shelf.add("ada", picture(2), bytes(5))
    assert shelf.file("ada", picture(1).key) is None
    assert shelf.file("ada", picture(2).key) == bytes(5)
    assert shades(shelf, "ada") == {"own1": 1, "own2": 2}


def test_a_photo_lasts_as_long_as_it_is_used_and_a_while(shelf, clock, configure):
    configure(photos_s=60)
    shelf.add("ada", picture(1), b"x")
    shelf.add("bob", picture(2), b"x")
    clock.now += 59
    assert shades(shelf, "ada") == {"own1": 1}
    clock.now += 59
    assert (shades(shelf, "ada"), shades(shelf, "bob")) == ({"own1": 1}, {})


def test_who_came_longest_ago_makes_room_but_the_newest_photo_is_always_kept(shelf, configure):
    configure(photos_bytes=2 * (PIXELS + 4))
    for reader in ("ada", "bob", "ada", "cy"):
        shelf.add(reader, picture(1), bytes(4))
    assert (shades(shelf, "ada"), shades(shelf, "bob"), shades(shelf, "cy")) == ({"own1": 1}, {}, {"own1": 1})
    shelf.add("dee", picture(5), bytes(5 * PIXELS))
    assert (shades(shelf, "ada"), shades(shelf, "dee")) == ({}, {"own1": 5})


def test_who_let_go_counts_on(shelf):
    shelf.add("ada", picture(1), b"x")
    shelf.forget("ada")
    shelf.forget("eve")
    assert shades(shelf, "ada") == {}
    assert shelf.add("ada", picture(1), b"x") == "own2"


def test_photos_go_along_into_an_account_that_has_none():
    kept = Shelf()
    kept._kept["browser"], kept._kept["ada"] = OwnPhotos(taken=1), OwnPhotos(taken=2)
    kept.hand_over("browser", "ada")
    assert kept._kept["ada"].taken == 2
    kept.hand_over("browser", "bob")
    kept.hand_over("browser", "bob")
    assert (kept._kept["bob"].taken, "browser" in kept._kept) == (1, False)
