"""Pooling on grids and photos: the windows and what they keep, what a shift changes, and other ways to shrink."""

from .downsampling import METHODS as METHODS, Shrunk as Shrunk, most_times as most_times, shrunk as shrunk
from .examples import (
    GRID_EXAMPLES as GRID_EXAMPLES,
    LEVEL as LEVEL,
    LINE as LINE,
    QUIET as QUIET,
    SPREAD as SPREAD,
    contrast as contrast,
    noise as noise,
    noisy_grey as noisy_grey,
    thin_line as thin_line,
)
from .plan import (
    BOUNDS as BOUNDS,
    FARTHEST as FARTHEST,
    LINK as LINK,
    MOST_SIDE as MOST_SIDE,
    VIEWS as VIEWS,
    PoolingPlan as PoolingPlan,
    Rows as Rows,
    grid_text as grid_text,
    read_link as read_link,
    rows_of as rows_of,
    shift_text as shift_text,
    size_lines as size_lines,
    to_link as to_link,
)
from .pooling import Pool as Pool, Pooling as Pooling
from .shift_invariance import digit as digit, edge_kernel as edge_kernel, unchanged_by_shift as unchanged_by_shift
