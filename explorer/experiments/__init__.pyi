"""Small experiments on the digits that a page runs while its reader looks on, and what they gave when we ran them."""

from . import live as live
from .live import Experiment as Experiment, LivePoint as LivePoint, LiveRun as LiveRun
