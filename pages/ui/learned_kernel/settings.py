"""What a reader has set under *Kernels that learn*, and how a link says it; pages keep it as a part of their own state.

Names in links begin with ``learn_``, so that they stand beside those of any page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

import numpy as np
import streamlit as st

from explorer.arrays import Array
from explorer.convolution import FILTERS, kernel_learning
from pages.ui.state.fields import Choice, Field, FieldsCodec, Numbers, Real, Whole

GROUNDS = ("photo", *kernel_learning.PATTERNS)
OWN = "own"
TARGETS = ("sobel_x", "sobel_y", "box", "gaussian", "outline", "sharpen", "emboss", OWN)
BATCHES = (0, 1, 4, 16, 64, 256)
STEPS = (20, 50, 100, 200, 400)
RATES, MOST_MOMENTUM = (1e-3, 10.0), 0.95
SIDE, WEIGHTS, HUNDREDTHS, MOST_WEIGHT = 3, 9, 100, 900
MOST_CHARS = 400
BOOK_KERNEL = ((1.0, -1.0),)


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelLearning:
    """The settings of the panel.

    Attributes:
        learn_on: what the kernel learns on, one of ``GROUNDS``.
        learn_target: the filter whose result it is to give, one of ``TARGETS``; the book's picture has its own.
        learn_own: weights of the reader's own filter, row by row, in hundredths.
        learn_rate, learn_momentum: of gradient descent.
        learn_batch: cells of the result that each step looks at; 0: all.
        learn_steps: how many steps there are.
        learn_seed: of the weights at the start.
        learn_at: the step that is shown.
        learn_pair: the weight whose sum is shown, and the other one of the loss surface, row by row from 0.
    """

    learn_on: str = "photo"
    learn_target: str = "sobel_x"
    learn_own: tuple[int, ...] = (0, 100, 0, 100, -400, 100, 0, 100, 0)
    learn_rate: float = 0.1
    learn_momentum: float = 0.0
    learn_batch: int = 0
    learn_steps: int = 200
    learn_seed: int = 0
    learn_at: int = 0
    learn_pair: tuple[int, ...] = (5, 3)

    @property
    def kernel(self) -> Array:
        """The weights that are to be found (rows, columns)."""
        if self.learn_on == "book":
            return np.array(BOOK_KERNEL)
        if self.learn_target == OWN:
            return np.reshape(np.array(self.learn_own, np.float64) / HUNDREDTHS, (SIDE, SIDE))
        return FILTERS[self.learn_target].kernel

    @property
    def pair(self) -> tuple[int, int]:
        """Both weights, such as the kernel has; never the same twice."""
        first, second = (min(at, self.kernel.size - 1) for at in self.learn_pair)
        return first, second if second != first else (first + 1) % self.kernel.size

    def on(self, ground: str) -> KernelLearning:
        """Return the settings with which learning on another picture begins: the book's where it is the book's."""
        fresh = replace(self, learn_on=ground, learn_at=0)
        if ground == "book":
            return replace(fresh, learn_rate=kernel_learning.BOOK_RATE, learn_steps=kernel_learning.BOOK_STEPS,
                           learn_seed=kernel_learning.BOOK_SEED, learn_momentum=0.0, learn_batch=0, learn_pair=(0, 1))
        if self.learn_on != "book":
            return fresh
        first = KernelLearning()
        return replace(first, learn_on=ground, learn_target=self.learn_target, learn_own=self.learn_own)


FIELDS: Mapping[str, Field] = {
    "learn_on": Choice(GROUNDS),
    "learn_target": Choice(TARGETS),
    "learn_own": Numbers(WEIGHTS, -MOST_WEIGHT, MOST_WEIGHT),
    "learn_rate": Real(*RATES),
    "learn_momentum": Real(0, MOST_MOMENTUM),
    "learn_batch": Choice(BATCHES),
    "learn_steps": Choice(STEPS),
    "learn_seed": Whole(0, 999),
    "learn_at": Whole(0, STEPS[-1]),
    "learn_pair": Numbers(2, 0, WEIGHTS - 1),
}
CODEC = FieldsCodec(KernelLearning(), FIELDS)
REPORTED = ("learn_rate", "learn_momentum", "learn_batch", "learn_seed", "learn_at", "learn_pair", "learn_own")
"""What the component itself changes."""


def taken(key: str, now: KernelLearning) -> KernelLearning:
    """Return the settings as the component ``key`` changed them to cause this run.

    What a browser sends is anybody's guess: what cannot be read stays as it was.
    """
    told = st.session_state.get(key)
    text = told.get("selected") if isinstance(told, dict) else None
    if not isinstance(text, str) or len(text) > MOST_CHARS:
        return now
    said = {name: value for name, value in parse_qsl(text) if name in REPORTED}
    found, _problems = CODEC.read(said, now)
    return replace(found, learn_target=OWN) if "learn_own" in said and now.learn_on != "book" else found


def chosen(now: KernelLearning) -> str:
    """Return what the component would say if it were left as it is."""
    return "&".join(f"{name}={FIELDS[name].write(getattr(now, name))}" for name in REPORTED if name != "learn_own")
