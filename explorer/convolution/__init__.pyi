"""Kernels at work on arrays, step by step. What is called convolution here is cross-correlation, as in torch."""

from . import filters as filters
from . import pooling as pooling
from . import stepwise as stepwise
from .axis import PADDING_MODES as PADDING_MODES
from .axis import padded_lane as padded_lane
from .filters.correlate import correlate as correlate
from .filters.correlate import separable as separable
from .filters.kernels import (
    FILTERS as FILTERS,
)
from .filters.kernels import (
    Filter as Filter,
)
from .filters.kernels import (
    chain as chain,
)
from .filters.kernels import (
    gabor as gabor,
)
from .filters.kernels import (
    gradient as gradient,
)
from .filters.kernels import (
    properties as properties,
)
from .pasted_grid import Crop as Crop
from .pasted_grid import Problem as Problem
from .pasted_grid import cells_of as cells_of
from .pasted_grid import read_grid as read_grid
from .pooling.pooling import Pool as Pool
from .pooling.pooling import Pooling as Pooling
from .stepwise.convolution import Convolution as Convolution
from .stepwise.convolution import Stamp as Stamp
from .stepwise.convolution import Term as Term
from .stepwise.convolution import Terms as Terms
