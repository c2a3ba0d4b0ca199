"""The network that is to learn, as the strip of its blocks: pale ones are frozen; a click freezes or frees a block."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

import streamlit as st

from explorer import networks, training
from explorer.errors import message
from explorer.figures import StripNode, strip as strip_picture
from explorer.graph import INPUT, Report, Stage, analyse, stages
from pages.fine_tune.state import choose, extent, state
from pages.ui.components import component
from pages.ui.components.network_strip import HEIGHT, strip
from pages.ui.pickers import own_network
from pages.ui.pickers.network import can_learn, network_picker, opened
from pages.ui.pickers.weights import RANDOM, weights_picker
from pages.ui.text import _
from pages.ui.training_words import learners_by_name, learners_within

STRIP, NETWORK, WEIGHTS, SIDE = "ft_strip", "ft_network", "ft_weights", "ft_side"
SIDES = (16, 24, 32, 48, 64, 96, 128, 160, 192, 224, 288, 320)


@dataclass(frozen=True, slots=True)
class Learner:
    """The network of a plan with the head it will get."""

    report: Report
    head: str
    blocks: tuple[Stage, ...]
    frozen: frozenset[str]
    """Blocks that do not learn; in two phases, in the second."""

    @property
    def learning(self) -> int:
        """Return how many parameters learn."""
        still = {layer for block in self.blocks if block.name in self.frozen for layer in block.layers} - {self.head}
        return sum(row.params for row in self.report if row.name not in still)

    @property
    def choosable(self) -> tuple[Stage, ...]:
        """Return the blocks that can be frozen."""
        return tuple(block for block in self.blocks if _can_freeze(self.report, block, self.head))

    def named(self, *, frozen: bool) -> list[str]:
        """Return what the blocks are called that do not learn, or those that do, of those that can be frozen."""
        return [block.label for block in self.choosable if (block.name in self.frozen) is frozen]


def what_learns(plan: training.Plan, shown: Learner) -> str:
    """Return what learns, in the middle of a sentence."""
    if not plan.frozen:
        return learners_within(plan.how)
    return learners_by_name(plan.how, shown.named(frozen=False), shown.named(frozen=True))


def learner(plan: training.Plan) -> Learner:
    """Return the network of ``plan`` as it will be trained.

    Raises:
        ExplorerError: it cannot be opened, or cannot tell classes apart.
    """
    network = opened(plan.network, RANDOM if plan.random else plan.weights, plan.side).network
    graph, head = training.with_outputs(network.graph, network.input_shape, extent(plan)[1], plan.task)
    report = analyse(graph, network.input_shape)
    blocks = stages(report)
    frozen = plan.frozen or training.usually_frozen(plan, report, blocks, head)
    return Learner(report, head, blocks, frozenset(block.name for block in blocks if block.name in frozen
                                                   and _can_freeze(report, block, head)))


def shown_plan() -> Learner:
    """Return the network of the plan; blocks that it does not have are no longer frozen, and named."""
    plan = state.now
    shown = learner(plan)
    strange = [name for name in plan.frozen if name not in {block.name for block in shown.blocks}]
    if not strange:
        return shown
    known = tuple(name for name in plan.frozen if name not in strange)
    state.settle(replace(plan, frozen=known), [message(
        "{strange} is no block of this network, and is not frozen.", strange=", ".join(strange)[:200])])
    return learner(state.now)


def take_click(shown: Learner) -> bool:
    """Freeze or free the block that was clicked to cause this run; say whether there was one."""
    name = cast("str | None", component.clicked(STRIP, [block.name for block in shown.blocks]))
    block = next((block for block in shown.blocks if block.name == name), None)
    if block is None:
        return False
    plan = state.now
    if not _can_freeze(shown.report, block, shown.head) or plan.how == "scratch":
        st.toast(_("From scratch everything learns: random weights are not worth keeping.") if plan.how == "scratch"
                 else _("Here is nothing to freeze: no weights, or those of the new head."), icon=":material/info:")
        return False
    how, frozen = chosen_by_hand(plan, shown, shown.frozen ^ {block.name})
    state.change(frozen=frozen, how=how)
    return True


def chosen_by_hand(plan: training.Plan, shown: Learner, frozen: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """Return what learns where ``frozen`` does not, and the frozen blocks in order; none where the first says it all.

    A usual way to train keeps its name: the head alone, the last blocks, everything. Any other choice has none.
    """
    in_order = tuple(block.name for block in shown.choosable if block.name in frozen)
    hows: tuple[Any, ...] = ("two_phases", "head") if plan.how == "two_phases" else ("all", "head", "last_blocks")
    for how in hows:
        usual = training.usually_frozen(replace(plan, how=how, frozen=()), shown.report, shown.blocks, shown.head)
        if tuple(block.name for block in shown.choosable if block.name in usual) == in_order:
            return how, ()
    return plan.how if plan.how == "two_phases" else "last_blocks", in_order


def network_view(shown: Learner) -> None:
    """Show the blocks; those that do not learn are pale."""
    nodes = [StripNode(INPUT, "input", shown.report.input_shape, _("picture"), ())]
    for block in shown.blocks:
        still = block.name in shown.frozen
        label = _("{block} · frozen").format(block=block.label) if still else block.label
        nodes.append(StripNode(block.name, _kind(block), block.shape, label, (nodes[-1].id,), pale=still))
    strip(strip_picture(nodes, selected=None, height=HEIGHT), key=STRIP)
    total = sum(row.params for row in shown.report)
    st.caption(_("{learning:,} of {total:,} parameters learn. Pale blocks are frozen; click a block to freeze or free "
                 "it.").format(learning=shown.learning, total=total))


def network_step() -> None:
    """Ask for the network, the weights to start from, and the side of its input."""
    plan = state.now
    left, right = st.columns([0.4, 0.6], gap="large")
    with left:
        network_picker(plan.network, key=NETWORK, on_change=lambda name: choose(network=name),
                       fits=partial(_fits, plan.task))
        _side(plan)
        weights_picker(plan.network, RANDOM if plan.random else plan.weights, key=WEIGHTS,
                       on_change=lambda name: choose(weights=name), files=False)
        own_network.own_options(plan.network, key="ft_card", on_change=lambda name: choose(network=name))
    with right:
        if plan.task != "classify":
            st.info(_about(plan.task), icon=":material/lightbulb:")
            return
        st.info(_("A network that has learned from photos already knows edges, textures and parts. Small ones such as "
                  "ResNet-20 train in seconds; ResNet-18 learns more from larger photos, and takes minutes without a "
                  "GPU. Its last layer is replaced by one for your classes."), icon=":material/lightbulb:")


def _fits(task: str, entry: networks.Entry) -> bool:
    """Say whether a network of the catalogue is offered for a task: its own, and classifiers where one box is told."""
    return can_learn(entry) and (entry.task == task or (task == "locate" and entry.task == "classify"))


def _about(task: str) -> str:
    return {"locate": _("The network that comes with the app for this has two heads on the same values: scores of "
                        "classes, and a box as four numbers. Any classifier gets a second head for the box."),
            "detect": _("The network that comes with the app for this puts out, for each of 8 × 8 cells, boxes with an "
                        "objectness and scores of classes. Another network must end in maps of the same shape."),
            "segment": _("The networks that come with the app for this are small U-Nets: down to see what, up again to "
                         "say where, with skips that carry edges across; one goes without. Another network must end "
                         "in a map for the ground and each class, as large as the picture.")}[task]


def _side(plan: training.Plan) -> None:
    if plan.network.startswith("stack/") or plan.task != "classify":
        st.caption(_("Its input is {side} × {side} px.").format(side=plan.side))
        return
    sides = sorted({*SIDES, plan.side})
    st.select_slider(_("Side of the pictures as the network gets them"), sides, format_func=lambda side: f"{side} px",
                     help=_("Twice the side needs four times the time."),
                     **state.bind("side"))


def _can_freeze(report: Report, block: Stage, head: str) -> bool:
    """Say whether a block has weights besides those of the head."""
    return any(report[layer].params for layer in block.layers if layer != head)


def _kind(block: Stage) -> Any:
    return "reshape" if block.family in ("activation", "normalisation") else block.family
