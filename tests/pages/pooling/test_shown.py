"""What *Pooling* gives the browser, against torch."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image
from torch.nn import functional as F

from explorer.convolution.pooling import PoolingPlan, digit, shrunk
from pages.pooling.grid import _data as grid_data, _fitting, _note, torch_lines
from pages.pooling.photo import _data as photo_data
from pages.pooling.shift import _chart, _data as shift_data

PLAN = PoolingPlan()
PLANS = [PLAN, PoolingPlan(kernel=3, stride=1), PoolingPlan(kernel=3, stride=2, padding=1),
         PoolingPlan(kernel=4, stride=3, ceil=True), PoolingPlan(kernel=3, padding=1, count=False),
         PoolingPlan(kernel=1, stride=2)]


def values(plan):
    return torch.tensor([[plan.grid]], dtype=torch.float64)


@pytest.mark.parametrize("plan", PLANS)
def test_the_lines_of_torch_compute_what_the_page_shows(plan):
    most, mean = (eval(line, {"F": F, "x": values(plan)})[0].numpy() for line in torch_lines(plan).splitlines())
    assert most == pytest.approx(plan.pooling("max").output)
    assert mean == pytest.approx(plan.pooling("average").output)


def windows_of(data, plan):
    """Return what the browser reads for each window: cells of the lanes, from each start on."""
    rows, columns = (np.array(lane) for lane in data["lanes"])
    for top in data["starts"][0]:
        for left in data["starts"][1]:
            yield [(row, column) for row in rows[top:top + plan.kernel] for column in columns[left:left + plan.kernel]]


@pytest.mark.parametrize("plan", PLANS)
def test_the_browser_is_told_which_cells_each_window_holds(plan):
    data = grid_data(plan)
    maxima = [max(plan.grid[row][column] for row, column in window if row >= 0 and column >= 0)
              for window in windows_of(data, plan)]
    assert maxima == plan.pooling("max").output.ravel().tolist()


@pytest.mark.parametrize("plan", PLANS)
def test_the_browser_is_told_what_each_average_divides_by(plan):
    data = grid_data(plan)
    sums = [sum(plan.grid[row][column] for row, column in window if row >= 0 and column >= 0)
            for window in windows_of(data, plan)]
    means = np.array(sums) / np.array(data["divisors"]).ravel()
    assert means == pytest.approx(plan.pooling("average").output.ravel())


def test_a_pooling_that_torch_refuses_has_its_reason_and_no_windows():
    data = grid_data(replace(PLAN, kernel=2, padding=2))
    assert "more than half the window of 2" in data["wrong"]
    assert (data["starts"], data["divisors"]) == ([[], []], [])


@pytest.mark.parametrize(("unread", "plan", "said"), [
    ([[], []], PLAN, "orange underline"), ([[5], []], PLAN, "Left over at the end: 1 row."),
    ([[1, 3], [1]], replace(PLAN, kernel=1, stride=2),
     "Stride 2 is larger than the window of 1. What falls between the windows is never read "
     "(hatched): 2 rows, 1 column.")])
def test_what_no_window_reads_is_told(unread, plan, said):
    assert said in _note(plan, unread)


@pytest.mark.parametrize("plan", PLANS)
def test_the_card_states_the_size_that_comes_out(plan):
    height, width = plan.pooling("max").output_shape[1:]
    assert f"**Output size: {height} × {width}**" in _fitting(plan)
    assert all(int(size) in (height, width) for size in re.findall(r"= (\d+)\$", _fitting(plan)))


def pixels_of(address):
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))))


def test_pooled_photos_reach_the_browser_pixel_by_pixel():
    photo = np.random.default_rng(0).integers(0, 256, (40, 30, 3), dtype=np.uint8)
    made = {name: shrunk(photo, name, kernel_size=2, stride=2, times=2) for name in ("max", "average", "every")}
    data = photo_data(photo, made)
    assert (data["size"], data["out"], data["sees"], data["jump"]) == ([40, 30], [10, 7], 4, 4)
    for name, one in made.items():
        np.testing.assert_array_equal(pixels_of(data["pictures"][name]["source"]), one.pixels)
    np.testing.assert_array_equal(pixels_of(data["pictures"]["original"]["source"]), photo)
    assert "a pixel sees 4 × 4 px" in data["pictures"]["max"]["facts"]


def test_the_image_that_is_moved_is_sent_with_its_margin():
    source = digit(28, 8)
    data = shift_data(source, PLAN)
    sent = np.frombuffer(base64.b64decode(data["source"]), np.uint8).reshape(data["side"], -1)
    np.testing.assert_array_equal(sent, source)
    assert (data["margin"], data["kernel"], data["stride"], data["shift"]) == (8, 2, 2, "0_1")


def test_the_chart_has_all_shifts_and_nothing_changes_without_one():
    figure = _chart(digit(28, 8), replace(PLAN, shift=(0, 3)))
    for line in figure.data:
        shares = dict(zip(line.x, line.y, strict=True))
        assert sorted(shares) == list(range(-8, 9))
        assert shares[0] == 1
        assert all(0 <= share <= 1 for share in shares.values())
    assert figure.layout.shapes[0].x0 == 3
