"""When which layers learn, and how fast at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from explorer.errors import DataError
from explorer.graph import Report
from explorer.graph.stages import Stage
from explorer.training.plan import Plan

HEAD_SHARE = 1 / 3
"""Share of the epochs in which only the head learns, in two phases."""
GENTLE = 0.1
"""In the second phase the learning rate is this share of the first's."""
EARLY_SHARE = 2 / 3
"""Share of the blocks that ``last_blocks`` freezes."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of epochs in which the same layers learn."""

    first: int
    """Number of epochs before it."""
    end: int
    learning_rate: float
    """The highest."""
    frozen: frozenset[str]
    """Layers that do not learn. Their dropout is off, and batch norm uses the mean and variance it has learned."""


def phases(plan: Plan, report: Report, stages: Sequence[Stage], head: str) -> tuple[Phase, ...]:
    """Return the phases of ``plan`` for a network of ``stages`` that ends in ``head``.

    Raises:
        DataError: the plan freezes what is no block of the network, or everything.
    """
    all_but_head = frozenset(row.name for row in report) - {head}
    frozen = _chosen(plan, stages, head) if plan.frozen else _usual(plan, report, stages, head)
    if plan.how != "two_phases" or plan.epochs < 2:
        return (Phase(0, plan.epochs, plan.learning_rate, frozen),)
    first = max(1, round(HEAD_SHARE * plan.epochs))
    return (Phase(0, first, plan.learning_rate, all_but_head),
            Phase(first, plan.epochs, GENTLE * plan.learning_rate, frozen))


def phase_at(found: Sequence[Phase], epoch: int) -> Phase:
    """Return the phase of the epoch that follows ``epoch`` finished ones."""
    return next(phase for phase in found if epoch < phase.end)


def usually_frozen(plan: Plan, report: Report, stages: Sequence[Stage], head: str) -> tuple[str, ...]:
    """Return the stages that ``plan.how`` freezes, in two phases in the second."""
    frozen = _usual(plan, report, stages, head)
    return tuple(stage.name for stage in stages if frozen.issuperset(set(stage.layers) - {head}) and frozen
                 and stage.layers != (head,))


def _chosen(plan: Plan, stages: Sequence[Stage], head: str) -> frozenset[str]:
    known = {stage.name: stage for stage in stages}
    strange = [name for name in plan.frozen if name not in known]
    if strange:
        raise DataError("{strange} is no block of this network. Choose the frozen blocks again.",
                        strange=", ".join(strange)[:200])
    return frozenset(layer for name in plan.frozen for layer in known[name].layers) - {head}


def _usual(plan: Plan, report: Report, stages: Sequence[Stage], head: str) -> frozenset[str]:
    if plan.how == "head":
        return frozenset(row.name for row in report) - {head}
    if plan.how != "last_blocks":
        return frozenset()
    learned = [place for place, stage in enumerate(stages)
               if head not in stage.layers and any(report[name].params for name in stage.layers)]
    count = min(ceil(EARLY_SHARE * len(learned)), len(learned) - 1)
    last = learned[count - 1] if count > 0 else -1
    return frozenset(layer for stage in stages[:last + 1] for layer in stage.layers)
