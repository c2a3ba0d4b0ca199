"""What a reader asks on *Why this class?*: a network, a class of it, and how its decision is looked into.

The link holds ``network``, ``class`` (its number; none: the likeliest), ``methods``, the ``options`` and the ``layer``
that are not the usual ones, ``of`` (``share``: what a softmax or a sigmoid at the end makes of the score), ``dream``
(``1``: with a dream picture), ``at`` (of a network that says where things are: map, row, column and box), and
``weights`` and ``side``; the photo picker adds the photo.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from explorer import networks
from explorer.errors import Message, NetworkError
from explorer.networks import attribution
from pages.ui.pickers.network_page import Choice, choice_of, link_of, renewed
from pages.ui.state.address import number
from pages.ui.state.page_state import Codec, PageState

MOST = 4
FIRST = ("grad_cam", "saliency", "input_x_gradient")
"""Methods a page opens with: all answer at once."""
WITH_DREAM = FIRST[:2]
"""The same where a dream picture has the third place."""
USUAL = {False: ((), FIRST, FIRST[1:]), True: ((), WITH_DREAM)}
"""By whether there is a dream picture."""
SHARE = "share"
_CHARS = 400


@dataclass(frozen=True, slots=True)
class Question(Choice):
    """A network, a class of it, and how its decision is looked into."""

    target: int | None = None
    """Number of the class; None: the likeliest."""
    methods: tuple[str, ...] = ()
    """Empty until a network has been opened: the usual ones."""
    options: Mapping[str, str] = field(default_factory=dict)
    """As in the link: ``occlusion.window`` -> ``16``; only what differs from the usual."""
    layer: str = ""
    """That Grad-CAM reads; empty: the usual one."""
    spot: tuple[int, ...] = ()
    """Of a network that says where things are: which map, row, column and box of a cell; empty: where it is surest."""
    share: bool = False
    """Whether the share that a softmax or a sigmoid makes of a score is explained, not the score."""
    dream: bool = False
    """Whether the picture that the class scores highest for stands beside the maps."""


class QuestionCodec(Codec[Question]):
    """How that stands in a link."""

    names = ("network", "class", "methods", "options", "layer", "of", "at", "dream", "weights", "side")

    def read(self, link: Mapping[str, str], first: Question) -> tuple[Question, tuple[Message, ...]]:
        """Return the question of a link; what the network does not have is replaced by `fitting`."""
        target = number(link, "class", -1)
        dream = link.get("dream") == "1" if link.keys() & {"network", "dream"} else first.dream
        return Question(**choice_of(link, first), target=None if target < 0 else target, layer=link.get("layer", ""),
                        methods=read_methods(link.get("methods", ""))[:MOST - dream], dream=dream,
                        options=read_options(link.get("options", "")), share=link.get("of") == SHARE,
                        spot=read_spot(link.get("at", ""))), ()

    def write(self, value: Question) -> dict[str, str]:
        """Return the link of a question."""
        known = {
            "class": "" if value.target is None else str(value.target), "layer": value.layer,
            "of": SHARE if value.share else "", "at": "_".join(map(str, value.spot)),
            "methods": "" if value.methods in USUAL[value.dream] else ",".join(value.methods),
            "dream": "1" if value.dream else "",
            "options": ",".join(f"{name}:{text}" for name, text in sorted(value.options.items()))}
        return link_of(value) | {name: text for name, text in known.items() if text}

    def changed(self, before: Question, fields: Mapping[str, Any]) -> Question:
        """Return another question; what belongs to a network goes with it; a dream takes a usual map's place."""
        methods = () if before.methods in USUAL[before.dream] else before.methods
        if fields.get("dream", before.dream) != before.dream:
            fields = {"methods": methods} | dict(fields)
        return replace(before, **renewed(before, fields, target=None, layer="", spot=(), share=False,
                                          methods=methods))


state = PageState("why", QuestionCodec())


def first_question(*, network: str, side: int) -> Question:
    """Return what the page opens with where no link says so: two maps and a dream picture."""
    return Question(network, side=side, dream=True)


def fitting(asked: Question, classes: int, layers: tuple[str, ...]) -> Question:
    """Return a question without a class or a layer that the network does not have.

    Args:
        asked: the question.
        classes: of the network.
        layers: whose maps Grad-CAM can read; without any it is none of the usual methods.
    """
    usual = WITH_DREAM if asked.dream else FIRST
    return replace(asked, target=asked.target if asked.target is not None and asked.target < classes else None,
                   layer=asked.layer if asked.layer in layers else "",
                   methods=asked.methods or (usual if layers else usual[1:]))


def set_option(network: networks.Network, method: attribution.Method, name: str, value: object) -> None:
    """Set an option of a method; what is as usual is not kept."""
    usual = next(option.default for option in attribution.options_of(network, method) if option.name == name)
    options = {known: text for known, text in state.now.options.items() if known != f"{method.id}.{name}"}
    state.change(options=options | ({} if value == usual else {f"{method.id}.{name}": str(value)}))


def chosen_options(network: networks.Network, method: attribution.Method) -> dict[str, Any]:
    """Return the options of a method: those that this reader chose and that it allows, otherwise the usual ones."""
    chosen = state.now.options
    return {option.name: read_option(option, chosen.get(f"{method.id}.{option.name}"))
            for option in attribution.options_of(network, method)}


def read_methods(text: str) -> tuple[str, ...]:
    """Return the methods that a link names, each once, as far as there are such; none: the usual ones."""
    named = dict.fromkeys(name for name in text[:_CHARS].split(",") if name in attribution.METHODS)
    return tuple(named)[:MOST]


def read_spot(text: str) -> tuple[int, ...]:
    """Return the place that a link names, whether or not the network has it; otherwise none."""
    parts = text[:_CHARS].split("_")
    return tuple(map(int, parts)) if len(parts) == 4 and all(
        part.isascii() and part.isdigit() and len(part) < 6 for part in parts) else ()


def read_options(text: str) -> dict[str, str]:
    """Return the options that a link names, as far as a method has them; their values are checked when used."""
    known = {f"{method.id}.{option.name}" for method in attribution.METHODS.values() for option in method.options}
    parts = (part.partition(":") for part in text[:_CHARS].split(","))
    return {name: value for name, _colon, value in parts if name in known and value}


def read_option(option: attribution.Option, text: str | None) -> Any:
    """Return the value that a link gives an option, or its default where that is none."""
    if text is None:
        return option.default
    try:
        return option.checked(text if option.kind == "choice" else float(text))
    except (NetworkError, ValueError, OverflowError):  # no such choice, out of bounds, or no number
        return option.default
