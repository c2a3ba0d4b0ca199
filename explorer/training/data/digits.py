"""Handwritten digits that are installed with scikit-learn: 1,797 grey pictures of 8 x 8 px."""

from __future__ import annotations

import numpy as np
import torch

from explorer.images import BRIGHTEST, digits
from explorer.training.data.dataset import Pictures, check_room, scaled

COUNT = 1797
CATEGORIES = tuple("0123456789")


def pictures(side: int) -> Pictures:
    """Return all digits, white on black, scaled to ``side`` px.

    Raises:
        DataError: scikit-learn is not installed, or without its data.
        LimitError: they would not fit into memory.
    """
    check_room(COUNT, side)
    pixels, labels = digits()
    grey = np.round(pixels.astype(np.float32) * (255 / BRIGHTEST)).astype(np.uint8)
    images = torch.from_numpy(grey).unsqueeze(1)
    return Pictures(scaled(images, side), torch.from_numpy(labels.astype(np.int64)))
