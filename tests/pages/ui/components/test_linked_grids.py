"""Grids that are made of each other: what a browser says of them, and what is padding and what is never read."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.convolution import Convolution
from pages.ui.components import linked_grids


@pytest.mark.parametrize(("said", "found"), [
    ("t.7", {"clock": 7}), ("3.12", {"pick": (3, 12)}), ("t.-1", {}), ("3", {}), ("٣.1", {}), (7, {}), (None, {}),
    ("1.2.3", {}), ("t.9999", {})])
def test_what_a_browser_says_is_checked(monkeypatch, said, found):
    monkeypatch.setattr(linked_grids.st, "session_state", {"key": {"selected": said}})
    assert linked_grids.told("key") == found


def test_padding_and_cells_that_are_never_read_are_told_apart():
    conv = Convolution(input=np.ones((1, 4, 4)), weight=np.ones((1, 1, 2, 2)), stride=3, padding=1)
    grid = linked_grids.laid_out(conv, title="", brief="")
    assert grid.values.shape == (6, 6) and len(grid.pads) == 36 - 16
    read = np.zeros((6, 6), bool)
    for row in (0, 3):
        for column in (0, 3):
            read[row:row + 2, column:column + 2] = True
    assert grid.unread == np.flatnonzero(~read).tolist()
