"""What a reader has set in the tab *One training step*: the fields that `pages.layers.state` takes over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explorer.errors import N_
from explorer.experiments import training_step
from pages.layers.norm_state import NormAndDropout
from pages.ui.state.fields import Field, Numbers, Real, Whole

CROSS = (0, 2, 0, 2, 2, 2, 0, 2, 0)
EDGE = (0, 2, 2, 0, 2, 2, 0, 2, 2)
MOST_MOMENTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSettings(NormAndDropout):
    """The settings of the tab, beside those of the tabs that `norm_state` knows.

    Attributes:
        step_picture: nine cells, in halves, row by row.
        step_seed: of the weights.
        step_target: what should come out.
        step_rate: learning rate.
        step_taken: how many steps were taken before the one that is shown.
        step_at: the moment of it that is shown, from 0.
    """

    step_picture: tuple[int, ...] = CROSS
    step_seed: int = 25
    step_target: float = 1.0
    step_rate: float = 0.2
    step_taken: int = 0
    step_at: int = 0


@dataclass(frozen=True, slots=True)
class StepExample:
    """Settings that show something. ``title`` is English, and shown through ``_()``."""

    title: str
    picture: tuple[int, ...]
    seed: int
    target: float
    rate: float


STEP_EXAMPLES: Mapping[str, StepExample] = {
    "learns": StepExample(N_("It learns"), CROSS, 25, 1.0, 0.2),
    "long": StepExample(N_("Too long a step"), CROSS, 25, 1.0, 1.5),
    "off": StepExample(N_("Every ReLU is off"), EDGE, 15, 1.0, 0.2),
}
STEP_FIELDS: Mapping[str, Field] = {
    "step_picture": Numbers(training_step.SIDE**2, 0, training_step.LEVELS),
    "step_seed": Whole(0, training_step.MOST_SEED), "step_target": Real(*training_step.TARGETS),
    "step_rate": Real(*training_step.STEP_RATES), "step_taken": Whole(0, training_step.MOST_TAKEN),
    "step_at": Whole(0, MOST_MOMENTS),
}
