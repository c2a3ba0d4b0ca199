"""Handwritten digits that are installed with scikit-learn: 1,797 grey pictures of 8 x 8 px."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch

from explorer.errors import DataError
from explorer.training.data.dataset import Pictures, check_room, scaled

FILE = "datasets/data/digits.csv.gz"
COUNT = 1797
BRIGHTEST = 16
CATEGORIES = tuple("0123456789")


def pictures(side: int) -> Pictures:
    """Return all digits, white on black, scaled to ``side`` px.

    The file is read without scikit-learn being imported, which takes a second.

    Raises:
        DataError: scikit-learn is not installed, or without its data.
        LimitError: they would not fit into memory.
    """
    check_room(COUNT, side)
    table = np.loadtxt(_file(), delimiter=",", dtype=np.uint8)
    grey = np.round(table[:, :64].astype(np.float32) * (255 / BRIGHTEST)).astype(np.uint8)
    images = torch.from_numpy(grey).view(-1, 1, 8, 8)
    return Pictures(scaled(images, side), torch.from_numpy(table[:, 64].astype(np.int64)))


def _file() -> Path:
    spec = find_spec("sklearn")
    for folder in spec.submodule_search_locations or () if spec else ():
        if (file := Path(folder) / FILE).is_file():
            return file
    raise DataError("The digits come with scikit-learn, which is not installed. Install it "
                    "(pip install scikit-learn), or choose the shapes and textures.")
