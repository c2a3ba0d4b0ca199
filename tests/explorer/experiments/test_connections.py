"""Two rows of units in three wirings: as the matrices that torch computes with, and the notes' three numbers."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from explorer.experiments import MOST_ROW, WIRINGS, connections, outputs, weights

ROWS = [(6, 2), (10, 3), (12, 5), (MOST_ROW, 4), (5, 5)]


def matrix(wiring, inputs, kernel, values):
    found = np.zeros((outputs(inputs, kernel), inputs))
    for line in connections(wiring, inputs, kernel):
        found[line.target, line.source] = values[line.weight]
    return found


@pytest.mark.parametrize(("inputs", "kernel"), ROWS)
def test_shared_lines_are_a_convolution(inputs, kernel):
    row, kernel_values = torch.randn(inputs, dtype=torch.float64), torch.randn(kernel, dtype=torch.float64)
    expected = F.conv1d(row[None, None], kernel_values[None, None])[0, 0]
    np.testing.assert_allclose(matrix("shared", inputs, kernel, kernel_values.numpy()) @ row.numpy(), expected.numpy())


@pytest.mark.parametrize(("inputs", "kernel"), ROWS)
def test_local_lines_are_windows_with_weights_of_their_own(inputs, kernel):
    row = torch.randn(inputs, dtype=torch.float64)
    own = torch.randn(outputs(inputs, kernel), kernel, dtype=torch.float64)
    expected = (row.unfold(0, kernel, 1) * own).sum(1)
    np.testing.assert_allclose(matrix("local", inputs, kernel, own.flatten().numpy()) @ row.numpy(), expected.numpy())


@pytest.mark.parametrize(("inputs", "kernel"), ROWS)
def test_dense_lines_are_a_linear_layer(inputs, kernel):
    row, own = torch.randn(inputs), torch.randn(outputs(inputs, kernel), inputs)
    np.testing.assert_allclose(matrix("dense", inputs, kernel, own.flatten().numpy()) @ row.numpy(),
                               F.linear(row, own).numpy(), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(("inputs", "kernel"), ROWS)
@pytest.mark.parametrize("wiring", WIRINGS)
def test_each_weight_is_on_a_line_and_their_number_is_what_is_said(wiring, inputs, kernel):
    used = {line.weight for line in connections(wiring, inputs, kernel)}
    assert used == set(range(weights(wiring, inputs, kernel, 1)))


@pytest.mark.parametrize(("wiring", "count"), [("dense", 451_584), ("local", 14_400), ("shared", 25)])
def test_a_digit_of_28_px_has_the_numbers_of_the_notes(wiring, count):
    assert weights(wiring, 28, 5) == count


@pytest.mark.parametrize("kernel", [0, 7])
def test_a_window_that_does_not_fit_is_an_error(kernel):
    with pytest.raises(ValueError, match="does not fit"):
        connections("shared", 6, kernel)
