"""A convolution with a name: what is said of it, and how it is built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from explorer.convolution.stepwise.setup import Setup
from explorer.errors import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A convolution with a name. ``title`` and ``about`` are English and for readers.

    Attributes:
        make: builds the convolution.
        dims: number of spatial axes.
        view: how a transposed one is shown first: ``gather``, ``scatter`` or ``overlaps``.
        start: step to open at, counted from 0.
    """

    name: str
    title: str
    about: str
    dims: int
    make: Callable[[], Setup]
    source: Message | None = None
    view: str = "gather"
    start: int = 0

    @property
    def setup(self) -> Setup:
        """The convolution, built once."""
        return _made(self.make)


@cache
def _made(make: Callable[[], Setup]) -> Setup:
    return make()


def plane(rows: ArrayLike, kernel: ArrayLike, **options: object) -> Callable[[], Setup]:
    """Return what builds the convolution of one channel of ``rows`` with one ``kernel``."""
    return lambda: Setup(input=np.array([rows], float), weight=np.array([[kernel]], float), **options)  # type: ignore[arg-type]
