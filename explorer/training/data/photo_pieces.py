"""Pieces of four sample photos: which photo is a piece from? Always there, and learned within seconds.

Pieces to learn from are cut from the left of each photo, those to choose by and to measure on from the upper and the
lower right, so that no pixel is in two parts: who knows the pieces by heart knows nothing of the others.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from explorer.images import sample
from explorer.training.data.dataset import Pictures, UnsplitSet, check_room

PIECES = "pieces"
CLASSES = {"cat": "chelsea", "temple": "china", "flower": "flower", "coffee": "coffee"}
"""Sample photos by the names of their classes."""
EACH = {"train": 12, "val": 6, "test": 6}
"""Pieces of each photo."""
COUNT = len(CLASSES) * sum(EACH.values())
SHARE = 0.3
"""Side of a piece, of the photo's shorter side."""
BORDER = 0.6
"""Where those to learn from end, of the photo's width."""
SEED = 0


def photo_pieces(side: int) -> UnsplitSet:
    """Return all pieces at ``side`` px, in their parts.

    Raises:
        ImageError: a package with a photo is not installed.
        LimitError: they would not fit into memory.
    """
    check_room(COUNT, side)
    images: list[Tensor] = []
    labels: list[int] = []
    rows: dict[str, list[int]] = {part: [] for part in EACH}
    for label, name in enumerate(CLASSES.values()):
        photo = sample(name).pixels
        draw = np.random.default_rng((SEED, label))
        for part, count in EACH.items():
            for left, top, length in places(photo.shape[:2], part, count, draw):
                rows[part].append(len(images))
                images.append(_cut(photo, left, top, length, side))
                labels.append(label)
    pictures = Pictures(torch.stack(images), torch.tensor(labels))
    return UnsplitSet(pictures, {part: torch.tensor(found) for part, found in rows.items()}, tuple(CLASSES))


def places(shape: tuple[int, ...], part: str, count: int, draw: np.random.Generator) -> list[tuple[int, int, int]]:
    """Return left, top and side of ``count`` pieces of a photo that may be cut for a part of the set, px.

    Args:
        shape: height and width of the photo, px.
    """
    height, width = shape
    border, middle, length = int(BORDER * width), height // 2, int(SHARE * min(shape))
    left, top, right, bottom = {"train": (0, 0, border, height), "val": (border, 0, width, middle),
                                "test": (border, middle, width, height)}[part]
    return [(int(draw.integers(left, right - length + 1)), int(draw.integers(top, bottom - length + 1)), length)
            for _ in range(count)]


def _cut(photo: NDArray[np.uint8], left: int, top: int, length: int, side: int) -> Tensor:
    """Return a piece (3, side, side)."""
    piece = Image.fromarray(photo[top:top + length, left:left + length]).convert("RGB")
    return torch.from_numpy(np.array(piece.resize((side, side), Image.Resampling.BICUBIC))).permute(2, 0, 1)
