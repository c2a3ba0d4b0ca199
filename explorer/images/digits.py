"""Handwritten digits that are installed with scikit-learn: 1,797 grey pictures of 8 x 8 px, as arrays."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.errors import DataError

FILE = "datasets/data/digits.csv.gz"
SIDE = 8
BRIGHTEST = 16


@cache
def digits() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return all pictures (1797, 8, 8), 0 to ``BRIGHTEST``, white on black, and which digits they show; read-only.

    The file is read without scikit-learn being imported, which takes a second.

    Raises:
        DataError: scikit-learn is not installed, or without its data.
    """
    table = np.loadtxt(_file(), delimiter=",", dtype=np.uint8)
    table.flags.writeable = False
    return table[:, :-1].reshape(-1, SIDE, SIDE), table[:, -1]


def _file() -> Path:
    spec = find_spec("sklearn")
    for folder in spec.submodule_search_locations or () if spec else ():
        if (file := Path(folder) / FILE).is_file():
            return file
    raise DataError("The digits come with scikit-learn, which is not installed. Install it "
                    "(pip install scikit-learn), or choose the shapes and textures.")
