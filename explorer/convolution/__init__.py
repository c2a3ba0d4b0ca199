"""Kernels at work on arrays, step by step. What is called convolution here is cross-correlation, as in torch."""

from explorer.convolution.filters.correlate import correlate, separable
from explorer.convolution.filters.kernels import FILTERS, Filter, chain, gabor, gradient, properties
from explorer.convolution.pasted_grid import Problem, read_grid
from explorer.convolution.pooling.pooling import Pool, Pooling
from explorer.convolution.stepwise.convolution import Convolution, Stamp, Term, Terms

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
