"""Kernels at work on arrays, step by step. What is called convolution here is cross-correlation, as in torch."""

from explorer.convolution.pooling import Pool, Pooling
from explorer.convolution.stepping import Convolution, Stamp, Term, Terms

__all__ = ["Convolution", "Pool", "Pooling", "Stamp", "Term", "Terms"]
