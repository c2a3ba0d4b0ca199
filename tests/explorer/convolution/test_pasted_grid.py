import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.convolution.pasted_grid import MOST_CHARS, read_grid
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
