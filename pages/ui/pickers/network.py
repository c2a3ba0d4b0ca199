"""The network picker of every page: what comes with the app first, then torchvision's, then stacks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import streamlit as st

from explorer import jobs, networks
from explorer.graph import Report, Stage, stage_of, stages
from explorer.jobs import Job
from explorer.runtime import size_text
from pages.ui import lent, own_stack
from pages.ui.pickers import own_network
from pages.ui.pickers.weights import DEFAULT, OWN, RANDOM, entry_of, own_of
from pages.ui.reader import reader
from pages.ui.state.widget import controlled
from pages.ui.text import _
from pages.ui.training_words import titles


@dataclass(frozen=True, slots=True)
class Opened:
    """A network that is loaded, and what follows from its graph."""

    network: networks.Network
    report: Report
    stages: tuple[Stage, ...]


def network_picker(chosen: str, *, key: str, on_change: Callable[[str], None],
                   fits: Callable[[networks.Entry], bool] = lambda _entry: True) -> None:
    """Ask for a network in the current row.

    Args:
        chosen: name of the network that is open; it is offered even if no list holds it.
        key: key of the widget.
        on_change: called with the name of another one that the reader picks.
        fits: whether a network of the catalogue is offered.
    """
    titles = _titles(fits)
    titles.setdefault(chosen, _of_link(chosen))

    def picked(name: str) -> None:
        own_network.ask() if name == own_network.ASK else on_change(name)

    st.selectbox(_("Network"), list(titles), format_func=titles.__getitem__, label_visibility="collapsed",
                 icon=":material/layers:", width=WIDTH, **controlled(key, chosen, picked))
    own_network.dialog_if_asked(key=f"{key}_own", on_change=on_change)


def _of_link(name: str) -> str:
    """Return what a network is called that is on no list of this reader's."""
    if name.startswith("stack/"):
        return _("Stack of this link")
    if name.startswith(own_network.KIND):
        return own_network.own_title(name)
    return lent_title(name) or _("Training of this link") if name.startswith(JOB) else name


def first() -> str:
    """Return the name of the network to open a page with: one that knows photos, where its package is installed."""
    return next(iter(_titles()))


def first_layer(opened: Opened) -> str:
    """Return the layer to look at first in a network: its third step of convolutions, or the last of fewer."""
    found = [stage.name for stage in opened.stages if stage.family == "convolution"]
    return found[:3][-1] if found else opened.network.graph.output


def active_layer(opened: Opened, step: str) -> str:
    """Return the last activation in a step of convolutions, where the step ends with none.

    Steps of MobileNets and EfficientNets end with maps of both signs that say little by themselves: their units answer
    before that.
    """
    stage = stage_of(opened.stages, step)
    if not stage or stage.family != "convolution":
        return step
    found = activations(opened, stage)
    return found[-1] if found else step


def activations(opened: Opened, stage: Stage) -> list[str]:
    """Return the activations in a step whose maps are as large as those that it puts out."""
    rows = [opened.report[name] for name in stage.layers]
    return [row.name for row in rows if row.layer.family == "activation" and type(row.layer).__name__ not in INERT
            and (row.output_shape or ())[1:] == stage.shape[1:]]


def title(name: str) -> str:
    """Return what readers call a network."""
    if name.startswith(JOB):
        return _own_jobs().get(name) or lent_title(name) or name
    if name.startswith(own_network.KIND):
        return own_network.own_title(name)
    entry = entry_of(name)
    return _(entry.title) if entry else name


def opened(name: str, weights: str = DEFAULT, side: int = 0) -> Opened:
    """Return the network called ``name``, loaded.

    Args:
        name: of the network.
        weights: which, ``"random"``, or ``"own"``: the last that this reader gave for it.
        side: of its input, px; 0: its own.

    Raises:
        ExplorerError: see :func:`explorer.networks.load`; or it reads no pictures.
    """
    _learn_to_load(name)

    network = networks.load(name, weights=_known_weights(name, weights))
    if side:
        network = networks.at_side(network, side)
    networks.check_picture_shape(network.input_shape)
    report = networks.report_of(network)
    if network not in _stages:
        _stages[network] = stages(report)
    return Opened(network, report, _stages[network])


def _known_weights(name: str, weights: str) -> str | None:
    """Return what ``load`` takes; says so where a link speaks of own weights that this reader did not give."""
    own = own_of(name)
    if weights == OWN and own:
        return own.weights
    if not weights.startswith(OWN):
        return None if weights == RANDOM else weights
    st.info(_("This link speaks of weights of a reader's own, which no link holds. You see the weights that the "
              "network comes with; to see the others, choose their file."), icon=":material/info:")
    return DEFAULT


def can_learn(entry: networks.Entry) -> bool:
    """Say whether a network of the catalogue can be trained here: torchvision's that say where things are cannot."""
    return entry.kind != "torchvision" or entry.task == "classify"


def _titles(fits: Callable[[networks.Entry], bool] = lambda _entry: True) -> dict[str, str]:
    """Map the names of all networks that can be opened to what readers call them."""
    known = [entry for entry in networks.catalogue()
             if entry.kind in networks.LOADERS and networks.is_installed(entry) and fits(entry)]
    known.sort(key=lambda entry: _KINDS.index(entry.kind))
    kinds = {kind: {entry.name: _title(entry) for entry in known if entry.kind == kind} for kind in _KINDS}
    own = own_network.own_titles() | {own_network.ASK: _("Open an ONNX file …")}
    of_app = kinds["package"] | kinds["bundled"]
    return of_app | own | _lent() | kinds["torchvision"] | _own_jobs() | _own_stack() | kinds["stack"]


def _lent() -> dict[str, str]:
    """Map the trainings that are lent to this reader's class to their titles."""
    return {f"{JOB}{name}": _("{title} · lent").format(title=title) for name, title in lent.things(lent.JOB).items()}


def lent_title(name: str) -> str:
    """Return what a training that is lent is called; empty: it is not lent to this reader."""
    found = lent.thing(lent.JOB, name.removeprefix(JOB))
    return _("{title} · lent").format(title=found.title) if found else ""


def _title(entry: networks.Entry) -> str:
    """Return what the list calls a network: its name, what it says where that is no class, and what it costs."""
    if entry.kind == "stack":
        return _("{network} · random weights").format(network=_(entry.title))
    if entry.kind in ("bundled", "package"):
        return _("{network} · built in").format(network=_(entry.title))
    chosen = entry.weight_set()
    says: dict[str, tuple[str, str]] = {
        "classify": (_("{network} · {size} once"), _("{network} · here")),
        "detect": (_("{network} · boxes · {size} once"), _("{network} · boxes · here")),
        "segment": (_("{network} · pixels · {size} once"), _("{network} · pixels · here"))}
    return says[entry.task][networks.is_here(chosen)].format(network=_(entry.title), size=size_text(
        chosen.size, digits=2))


def _own_stack() -> dict[str, str]:
    stack = own_stack.known()
    if stack is None or not stack.graph.nodes:
        return {}
    return {own_stack.network_name(stack): _("Your stack · random weights")}


def trainings() -> list[Job]:
    """Return this reader's finished trainings, the newest first. Their folders tell; no database is asked."""
    return jobs.finished(reader())


def _own_jobs() -> dict[str, str]:
    """Map this reader's finished trainings to their titles."""
    return {f"{JOB}{job}": _("{title} · yours").format(title=name) for job, name in titles(trainings()).items()}


def _learn_to_load(name: str) -> None:
    """Let ``networks.load`` know the reader's jobs.

    Raises:
        JobError: ``name`` is a job of somebody else that is not lent, or none.
        NetworkError: it is such a file.
    """
    lent.check_network(name)


JOB = "job/"
_KINDS = ("package", "bundled", "torchvision", "stack")
INERT = ("Identity", "Dropout", "Dropout2d")
"""Layers that change nothing in a network that has learned."""
WIDTH = 290
"""Of the picker, px: names with what they cost."""
_stages: WeakKeyDictionary[networks.Network, tuple[Stage, ...]] = WeakKeyDictionary()
