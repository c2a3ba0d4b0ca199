"""Classic filters: named kernels, fast cross-correlation, chains of filters, and which of them a kernel resembles."""

from .chain import (
    CUSTOM as CUSTOM,
    DIGITS as DIGITS,
    DIRECTION as DIRECTION,
    GABOR as GABOR,
    GRADIENTS as GRADIENTS,
    MAGNITUDE as MAGNITUDE,
    MOST_SIDE as MOST_SIDE,
    MOST_STEP as MOST_STEP,
    MOST_STEPS as MOST_STEPS,
    NAMES as NAMES,
    PADDINGS as PADDINGS,
    PAIRS as PAIRS,
    Filtered as Filtered,
    Step as Step,
    custom as custom,
    display_of as display_of,
    filtered as filtered,
)
from .correlate import correlate as correlate, separable as separable
from .kernel_sizes import padded_or_cropped as padded_or_cropped
from .kernels import (
    FILTERS as FILTERS,
    Filter as Filter,
    gabor as gabor,
    gradient as gradient,
    properties as properties,
)
from .matching import Match as Match, PatchBox as PatchBox, matches as matches, resemblance as resemblance
from .sets import FILTER_SETS as FILTER_SETS, FilterSet as FilterSet
from .similarity import Likeness as Likeness, likenesses as likenesses
from .url import read_text as read_text, to_text as to_text
