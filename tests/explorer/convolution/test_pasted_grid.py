
import numpy as np
import pytest
from hypothesis import given, strategies as st
from PIL import Image

from explorer.convolution.pasted_grid import MOST_CHARS, Crop, cells_of, read_grid
from explorer.errors import GridError


@pytest.mark.parametrize(("text", "grid"), [
    ("1\t2\n3\t4", [[1, 2], [3, 4]]),                       # a spreadsheet's own copy
    ("1,2\n3,4\n", [[1, 2], [3, 4]]),                       # a CSV file
    ("1, 2\n3, 4", [[1, 2], [3, 4]]),
    ("1;2\r\n3;4\r\n", [[1, 2], [3, 4]]),
    ("1  2\n 3 4 ", [[1, 2], [3, 4]]),
    ("1,5\t2\n-3,25\t4", [[1.5, 2], [-3.25, 4]]),           # decimal commas
    ("1,5;2,5", [[1.5, 2.5]]),
    ("1,5 2,5\n3 4", [[1.5, 2.5], [3, 4]]),
    ("1.5,2.5", [[1.5, 2.5]]),
    ("[[1, 2],\n [3, 4]]", [[1, 2], [3, 4]]),               # a Python list
    ("1e3 −2 +3", [[1000, -2, 3]]),                         # a typographic minus
    ("2^3 10^-1", [[8, 0.1]]),
    ("7", [[7]]),
])
def test_numbers_are_read_however_they_are_parted(text, grid):
    read, problems = read_grid(text)
    assert read.tolist() == grid and problems == ()


@pytest.mark.parametrize(("text", "row", "column", "found", "said"), [
    ("1\tcat\n3\t4", 1, 2, "cat", "'cat' is not a number"), ("1\t\t3", 1, 2, "", "Nothing stands here"),
    ("1,2\n3", 2, 2, "", "Nothing"), ("1 nan", 1, 2, "nan", "cannot be added"), ("-inf 1", 1, 1, "-inf", "cannot be"),
    ("1 10^30", 1, 2, "10^30", "larger than 1e+09"), ("1 10^3000", 1, 2, "10^3000", "cannot be"),
    ("1 1e400", 1, 2, "1e400", "cannot be"), ("1 0^-1", 1, 2, "0^-1", "not a number"), ("1 1_0", 1, 2, "1_0", "not a"),
])
def test_what_cannot_be_read_is_named_and_the_rest_is_kept(text, row, column, found, said):
    grid, problems = read_grid(text)
    (problem,) = problems
    assert (problem.row, problem.column, problem.found) == (row, column, found) and said in str(problem.said)
    assert grid[row - 1, column - 1] == 0 and grid.sum() != 0


@pytest.mark.parametrize("text", ["", "  \n ", "cat dog", "nan", "1 " * 65, "1\n" * 65, "1" * (MOST_CHARS + 1)])
def test_text_without_numbers_or_too_large_is_refused(text):
    with pytest.raises(GridError):
        read_grid(text)


@given(st.text(max_size=300))
def test_no_text_whatever_does_more_than_be_refused(text):
    try:
        grid, _ = read_grid(text)
    except GridError:
        return
    assert grid.ndim == 2 and np.isfinite(grid).all()


PIXELS = np.random.default_rng(0).integers(0, 256, (40, 50, 3)).astype(np.uint8)


def test_each_cell_is_the_mean_of_its_pixels():
    cells = cells_of(PIXELS, Crop(left=10, top=4, side=24, cells=6), colour=True)
    means = PIXELS[4:28, 10:34].reshape(6, 4, 6, 4, 3).mean(axis=(1, 3)).transpose(2, 0, 1)
    assert cells.shape == (3, 6, 6) and np.abs(cells - means).max() <= 1


def test_grey_is_the_grey_of_pillow():
    grey = np.asarray(Image.fromarray(PIXELS[:8, :8]).convert("L"), dtype=float)
    cells = cells_of(PIXELS, Crop(left=0, top=0, side=8, cells=8), colour=False)
    assert cells.shape == (1, 8, 8) and np.abs(cells[0] - grey).max() <= 1


def test_a_crop_beyond_the_photo_is_moved_inside():
    assert cells_of(PIXELS, Crop(left=49, top=39, side=90, cells=4), colour=False).shape == (1, 4, 4)
