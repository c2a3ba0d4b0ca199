"""What arrays of numbers are called: one name for one kind, for all packages."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""Colours or greys, 0 to 255."""
Floats = NDArray[np.float32]
"""What a network or a filter computes."""
Array = NDArray[np.float64]
"""What is computed exactly: kernels, grids, signals."""
