"""Kernels at work on arrays, step by step. What is called convolution here is cross-correlation, as in torch."""

from explorer.convolution.filters import FILTERS, Filter, chain, gabor, gradient, properties
from explorer.convolution.grids import Problem, read_grid
from explorer.convolution.photos import correlate
from explorer.convolution.pooling import Pool, Pooling
from explorer.convolution.separable import separable
from explorer.convolution.stepping import Convolution, Stamp, Term, Terms

__all__ = [
    "FILTERS",
    "Convolution",
    "Filter",
    "Pool",
    "Pooling",
    "Problem",
    "Stamp",
    "Term",
    "Terms",
    "chain",
    "correlate",
    "gabor",
    "gradient",
    "properties",
    "read_grid",
    "separable",
]
