"""Pooling on grids and photos: the windows and what they keep, what a shift changes, and other ways to shrink."""

from .downsampling import METHODS as METHODS
from .downsampling import Shrunk as Shrunk
from .downsampling import most_times as most_times
from .downsampling import shrunk as shrunk
from .examples import (
    GRID_EXAMPLES as GRID_EXAMPLES,
)
from .examples import (
    LEVEL as LEVEL,
)
from .examples import (
    LINE as LINE,
)
from .examples import (
    QUIET as QUIET,
)
from .examples import (
    SPREAD as SPREAD,
)
from .examples import (
    contrast as contrast,
)
from .examples import (
    noise as noise,
)
from .examples import (
    noisy_grey as noisy_grey,
)
from .examples import (
    thin_line as thin_line,
)
from .plan import (
    BOUNDS as BOUNDS,
)
from .plan import (
    FARTHEST as FARTHEST,
)
from .plan import (
    LINK as LINK,
)
from .plan import (
    MOST_SIDE as MOST_SIDE,
)
from .plan import (
    VIEWS as VIEWS,
)
from .plan import (
    PoolingPlan as PoolingPlan,
)
from .plan import (
    Rows as Rows,
)
from .plan import (
    grid_text as grid_text,
)
from .plan import (
    read_link as read_link,
)
from .plan import (
    rows_of as rows_of,
)
from .plan import (
    shift_text as shift_text,
)
from .plan import (
    size_lines as size_lines,
)
from .plan import (
    to_link as to_link,
)
from .pooling import Pool as Pool
from .pooling import Pooling as Pooling
from .shift_invariance import digit as digit
from .shift_invariance import edge_kernel as edge_kernel
from .shift_invariance import unchanged_by_shift as unchanged_by_shift
