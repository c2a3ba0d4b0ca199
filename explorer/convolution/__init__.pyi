"""Kernels at work on arrays, step by step. What is called convolution here is cross-correlation, as in torch."""

from . import (
    equivariance as equivariance,
    filters as filters,
    kernel_learning as kernel_learning,
    lessons as lessons,
    pooling as pooling,
    stepwise as stepwise,
    visual_cells as visual_cells,
)
from .axis import PADDING_MODES as PADDING_MODES, padded_lane as padded_lane
from .filters.correlate import correlate as correlate, separable as separable
from .filters.kernels import (
    FILTERS as FILTERS,
    Filter as Filter,
    chain as chain,
    gabor as gabor,
    gradient as gradient,
    properties as properties,
)
from .pasted_grid import Crop as Crop, Problem as Problem, cells_of as cells_of, read_grid as read_grid
from .pooling.pooling import Pool as Pool, Pooling as Pooling
from .stepwise.convolution import Convolution as Convolution, Stamp as Stamp, Term as Term, Terms as Terms
