from __future__ import annotations

import os
from dataclasses import replace

import pytest
import torch

from explorer.errors import message
from explorer.training.data.cache import cached, file_of, folder, forget
from explorer.training.data.dataset import ALL, Pictures, UnsplitSet


@pytest.fixture(autouse=True)
def _own_folder(configure):
    configure()


def stored(value=7, count=10):
    images = torch.full((count, 3, 8, 8), value, dtype=torch.uint8)
    return UnsplitSet(Pictures(images, torch.arange(count) % 2), {ALL: torch.arange(count)}, ("a", "b"),
                  (message("{count} left out.", count=3),))


def never():
    pytest.fail("made again")


def test_what_was_made_once_is_read_again():
    first, second = cached("upload/x", 8, stored), cached("upload/x", 8, never)
    assert torch.equal(first.pictures.images, second.pictures.images)
    assert torch.equal(first.rows[ALL], second.rows[ALL])
    assert (second.categories, [str(note) for note in second.notes]) == (("a", "b"), ["3 left out."])


def test_names_and_sides_are_told_apart():
    cached("one", 8, stored)
    assert cached("one", 16, lambda: stored(1)).pictures.images[0, 0, 0, 0] == 1
    assert cached("two", 8, lambda: stored(2)).pictures.images[0, 0, 0, 0] == 2


def test_a_damaged_file_is_made_again():
    cached("one", 8, stored)
    file_of("one", 8).write_bytes(b"rubbish")
    assert cached("one", 8, lambda: stored(5)).pictures.images[0, 0, 0, 0] == 5
    assert cached("one", 8, never).pictures.images[0, 0, 0, 0] == 5


def test_what_was_used_longest_ago_makes_room(configure):
    configure(prepared_bytes=8000)
    for moment, name in enumerate(("one", "two", "three"), 1):
        cached(name, 8, stored)
        os.utime(file_of(name, 8), (moment, moment))
    cached("one", 8, never)
    cached("four", 8, stored)
    assert {path.name.partition("-")[0] for path in folder().iterdir()} == {"one", "three", "four"}


def test_more_than_the_limit_is_not_kept(configure):
    configure(prepared_bytes=100)
    cached("one", 8, stored)
    assert not file_of("one", 8).exists()


def test_a_full_disk_is_no_reason_to_stop(monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("explorer.training.data.cache.save_file", full)
    assert len(cached("one", 8, stored).pictures) == 10
    assert list(folder().iterdir()) == []


def test_a_set_is_forgotten_at_every_side():
    for side in (8, 16):
        cached("upload/x", side, stored)
    cached("other", 8, stored)
    forget("upload/x")
    assert [path.name.partition("-")[0] for path in folder().iterdir()] == ["other"]


def test_reading_on_while_the_file_is_removed_is_safe():
    cached("one", 8, stored)
    again = cached("one", 8, never)
    forget("one")
    assert again.pictures.images.sum() == 10 * 3 * 64 * 7


def test_what_is_to_be_said_of_twins_and_strips_is_kept_and_squares_are_told_from_borders():
    whole = replace(stored(), told=(message("{count} twice.", count=2),), twins={ALL: torch.tensor([3, 4])},
                    shown=(0.5, 0.05))
    cached("one", 8, lambda: whole)
    found = cached("one", 8, never)
    assert ([str(one) for one in found.told], found.shown) == (["2 twice."], (0.5, 0.05))
    assert found.twins[ALL].tolist() == [3, 4]
    assert cached("one", 8, lambda: stored(9), "borders").pictures.images[0, 0, 0, 0] == 9
    assert cached("one", 8, never).pictures.images[0, 0, 0, 0] == 7
    forget("one")
    assert list(folder().iterdir()) == []
