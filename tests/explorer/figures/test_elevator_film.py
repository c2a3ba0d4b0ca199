"""The film as Pillow reads it again: how many frames, how long, how large, and what is bright in them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from explorer.errors import LimitError
from explorer.figures import elevator_gif
from explorer.figures.elevator_film import EDGE, END_MS, HOLD_MS, LINE, STEP_MS, TRIES, FilmFloor, positions

SIDE, STEPS = TRIES[0]
PHOTO = np.full((32, 32, 3), 200, np.uint8)


def floors(count):
    colours = np.linspace(20, 235, count).astype(np.uint8)
    boxes = [(0.5 - share, 0.5 - share, 0.5 + share, 0.5 + share) for share in np.linspace(0.05, 0.6, count)]
    return [FilmFloor(f"Floor {place}", "A sentence about it.", box, np.full((9, 4, 4, 3), colour, np.uint8),
                      (np.full((5, 5, 3), colour, np.uint8),) * 6, np.full((8, 8, 3), colour, np.uint8))
            for place, (colour, box) in enumerate(zip(colours, boxes, strict=True))]


def frames_of(gif):
    film = Image.open(io.BytesIO(gif))
    frames, times = [], []
    for number in range(film.n_frames):
        film.seek(number)
        times.append(film.info["duration"])
        frames.append(np.asarray(film.convert("RGB")))
    return frames, times


@pytest.mark.parametrize(("count", "steps", "expected"), [
    (2, 1, [0, 1]), (3, 2, [0, 0.5, 1, 1.5, 2]), (2, 4, [0, 0.25, 0.5, 0.75, 1])])
def test_frames_stand_on_floors_and_between_them(count, steps, expected):
    assert list(positions(count, steps)) == expected


def test_it_rests_on_each_floor_and_longest_on_the_highest():
    frames, times = frames_of(elevator_gif(PHOTO, floors(4)))
    assert len(frames) == 3 * STEPS + 1
    assert times[::STEPS] == [HOLD_MS, HOLD_MS, HOLD_MS, END_MS]
    assert set(times) == {HOLD_MS, STEP_MS, END_MS}


def test_the_bright_part_of_the_photo_grows_from_frame_to_frame():
    frames, _times = frames_of(elevator_gif(PHOTO, floors(4)))
    photo = [frame[EDGE + LINE:EDGE + LINE + SIDE, EDGE:EDGE + SIDE].astype(int).mean(axis=2) for frame in frames]
    bright = [int((one > 150).sum()) for one in photo]
    assert bright == sorted(bright)
    assert bright[0] < 0.03 * SIDE**2
    assert bright[-1] > 0.97 * SIDE**2


def test_between_two_floors_pictures_are_between_too():
    frames, _times = frames_of(elevator_gif(PHOTO, floors(2)))
    x, y = EDGE + SIDE + 20, EDGE + LINE + 10
    shown = [int(frame[y, x].mean()) for frame in frames]
    expected = [20 + (235 - 20) * step / STEPS for step in range(STEPS + 1)]
    np.testing.assert_allclose(shown, expected, atol=6)  # of 128 colours


def test_a_smaller_film_is_taken_where_the_first_is_too_large():
    noisy = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    large = elevator_gif(noisy, floors(3))
    small = elevator_gif(noisy, floors(3), most_bytes=len(large) - 1)
    assert len(small) < len(large)
    with pytest.raises(LimitError, match="Choose a network"):
        elevator_gif(noisy, floors(3), most_bytes=1000)


@pytest.mark.parametrize("count", [0, 1, 41])
def test_too_few_or_too_many_floors_are_refused(count):
    with pytest.raises(LimitError, match="2 to 40"):
        elevator_gif(PHOTO, floors(1) * count)
