"""When which layers learn, and how fast at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from torch import nn

from explorer.errors import DataError
from explorer.graph import INPUT, Dropout, Graph, Report, Stage, renamed
from explorer.networks import assemble
from explorer.training.network.start import Start
from explorer.training.plan import Plan

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
    if not (first := plan.head_epochs):
        return (Phase(0, plan.epochs, plan.learning_rate, frozen),)
    return (Phase(0, first, plan.learning_rate, all_but_head), Phase(first, plan.epochs, plan.gentle_rate, frozen))


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


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """The two halves, which share their modules with the whole."""

    stem: nn.Module | None
    """Frozen, always in eval mode; None: everything learns."""
    tail: nn.Module
    """Takes what the stem puts out."""
    learning: tuple[str, ...]
    """Layers with weights that learn."""
    resting: tuple[str, ...]
    """Frozen layers of the tail, between or behind those that learn."""

    def set_to_learn(self) -> None:
        """Put the tail into training mode, but for its frozen layers: batch norm and dropout stay as in use."""
        self.tail.train()
        for name in self.resting:
            self.tail.get_submodule(name).eval()

    def set_to_use(self) -> None:
        """Put the tail into eval mode."""
        self.tail.eval()


def split(begun: Start, frozen: frozenset[str]) -> Split:
    """Return ``begun`` cut behind its last layer before which nothing learns, and its gradients switched accordingly.

    Dropout at the cut belongs to the part that learns.
    """
    learning = tuple(row.name for row in begun.report if row.params and row.name not in frozen)
    for name in begun.graph.places:
        begun.module.get_submodule(name).requires_grad_(name in learning)
    cut = _cut(begun.graph, learning)
    if cut is None:
        return Split(None, begun.module, learning, tuple(frozen))
    modules = {name: begun.module.get_submodule(name) for name in begun.graph.places}
    front = begun.graph.up_to(cut)
    rest = Graph(tuple(renamed(node, cut, INPUT) for node in begun.graph if node.name not in front))
    resting = tuple(node.name for node in rest if node.name in frozen
                    and not (isinstance(node.layer, Dropout) and node.inputs == (INPUT,)))
    return Split(assemble(front, modules).eval(), assemble(rest, modules), learning, resting)


def _cut(graph: Graph, learning: tuple[str, ...]) -> str | None:
    """Return the last layer before all learning ones that alone hands on what comes before it."""
    first = min(graph.places[name] for name in learning)
    cut = None
    for name in graph.cut_nodes:
        if graph.places[name] >= first:
            break
        if not isinstance(graph[name].layer, Dropout):
            cut = name
    return cut
