"""Classic filters: named kernels, fast cross-correlation, chains of filters, and which of them a kernel resembles."""

from .chain import (
    CUSTOM as CUSTOM,
)
from .chain import (
    DIGITS as DIGITS,
)
from .chain import (
    DIRECTION as DIRECTION,
)
from .chain import (
    GABOR as GABOR,
)
from .chain import (
    GRADIENTS as GRADIENTS,
)
from .chain import (
    MAGNITUDE as MAGNITUDE,
)
from .chain import (
    MOST_SIDE as MOST_SIDE,
)
from .chain import (
    MOST_STEP as MOST_STEP,
)
from .chain import (
    MOST_STEPS as MOST_STEPS,
)
from .chain import (
    NAMES as NAMES,
)
from .chain import (
    PADDINGS as PADDINGS,
)
from .chain import (
    PAIRS as PAIRS,
)
from .chain import (
    Filtered as Filtered,
)
from .chain import (
    Step as Step,
)
from .chain import (
    custom as custom,
)
from .chain import (
    display_of as display_of,
)
from .chain import (
    filtered as filtered,
)
from .correlate import correlate as correlate
from .correlate import separable as separable
from .kernel_sizes import padded_or_cropped as padded_or_cropped
from .kernels import (
    FILTERS as FILTERS,
)
from .kernels import (
    Filter as Filter,
)
from .kernels import (
    gabor as gabor,
)
from .kernels import (
    gradient as gradient,
)
from .kernels import (
    properties as properties,
)
from .similarity import Likeness as Likeness
from .similarity import likenesses as likenesses
from .url import read_text as read_text
from .url import to_text as to_text
