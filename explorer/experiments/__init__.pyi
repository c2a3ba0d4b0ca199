"""Small experiments on the digits that a page runs while its reader looks on, and what they gave when we ran them."""

from . import (
    batch_norm as batch_norm,
    dropout as dropout,
    live as live,
    network_norms as network_norms,
    overfitting as overfitting,
)
from .activations import (
    ACTIVATIONS as ACTIVATIONS,
    REACH as REACH,
    ActivationFunction as ActivationFunction,
    SampledCurve as SampledCurve,
    sampled as sampled,
)
from .live import Experiment as Experiment, LivePoint as LivePoint, LiveRun as LiveRun
