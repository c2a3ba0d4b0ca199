"""What a reader asks on *Why this class?*: kept in the session, mirrored in the address bar, checked when read there.

The link holds ``network``, ``class`` (its number; none: the likeliest), ``methods``, the ``options`` and the ``layer``
that are not the usual ones, and ``weights`` and ``side``; the photo picker adds the photo.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from explorer import networks
from explorer.errors import NetworkError
from explorer.networks import attribution
from pages.ui.pickers import network_page
from pages.ui.state import url

MOST = 4
FIRST = ("grad_cam", "saliency", "input_x_gradient")
"""Methods a page opens with: all answer at once."""
USUAL = ((), FIRST, FIRST[1:])
_NOW, _LINK = "why_now", "why_link"
_PARAMETERS = ("network", "class", "methods", "options", "layer", "weights", "side")
_CHARS = 400


@dataclass(frozen=True, slots=True)
class Asking(network_page.Choice):
    """A network, a class of it, and how its decision is looked into."""

    target: int | None = None
    """Number of the class; None: the likeliest."""
    methods: tuple[str, ...] = ()
    """Empty until a network has been opened: the usual ones."""
    options: Mapping[str, str] = field(default_factory=dict)
    """As in the link: ``occlusion.window`` -> ``16``; only what differs from the usual."""
    layer: str = ""
    """That Grad-CAM reads; empty: the usual one."""


def open_link(first: str) -> None:
    """Take over what the address bar says, if that is not what this page wrote there itself."""
    link = url.read_link(_PARAMETERS, key=_LINK)
    if link is None:
        return
    target = url.number(link, "class", -1)
    st.session_state[_NOW] = Asking(
        **network_page.choice_of(link, first), target=None if target < 0 else target, layer=link.get("layer", ""),
        methods=read_methods(link.get("methods", "")), options=read_options(link.get("options", "")))


def write_link() -> None:
    """Put what this reader asks into the address bar."""
    asking = now()
    known = {
        "class": "" if asking.target is None else str(asking.target), "layer": asking.layer,
        "methods": "" if asking.methods in USUAL else ",".join(asking.methods),
        "options": ",".join(f"{name}:{value}" for name, value in sorted(asking.options.items()))}
    link = network_page.link_of(asking) | {name: value for name, value in known.items() if value}
    url.write_link(link, _PARAMETERS, key=_LINK)


def now() -> Asking:
    """Return what this reader asks."""
    asking: Asking = st.session_state[_NOW]
    return asking


def change(**changes: Any) -> None:
    """Change what this reader asks; what belongs to a network goes with it."""
    asking = now()
    methods = () if asking.methods in USUAL else asking.methods
    st.session_state[_NOW] = replace(
        asking, **network_page.renewed(asking, changes, target=None, layer="", methods=methods))


def set_option(network: networks.Network, method: attribution.Method, name: str, value: object) -> None:
    """Set an option of a method; what is as usual is not kept."""
    usual = next(option.default for option in attribution.options_of(network, method) if option.name == name)
    options = {known: text for known, text in now().options.items() if known != f"{method.id}.{name}"}
    change(options=options | ({} if value == usual else {f"{method.id}.{name}": str(value)}))


def chosen_options(network: networks.Network, method: attribution.Method) -> dict[str, Any]:
    """Return the options of a method: those that this reader chose and that it allows, otherwise the usual ones."""
    chosen = now().options
    return {option.name: read_option(option, chosen.get(f"{method.id}.{option.name}"))
            for option in attribution.options_of(network, method)}


def settle(classes: int, layers: tuple[str, ...]) -> Asking:
    """Return what this reader asks, without a class or a layer that the network does not have.

    Args:
        classes: of the network.
        layers: whose maps Grad-CAM can read; without any it is none of the usual methods.
    """
    asking = now()
    target = asking.target if asking.target is not None and asking.target < classes else None
    change(target=target, layer=asking.layer if asking.layer in layers else "",
           methods=asking.methods or (FIRST if layers else FIRST[1:]))
    return now()


def read_methods(text: str) -> tuple[str, ...]:
    """Return the methods that a link names, each once, as far as there are such; none: the usual ones."""
    named = dict.fromkeys(name for name in text[:_CHARS].split(",") if name in attribution.METHODS)
    return tuple(named)[:MOST]


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
