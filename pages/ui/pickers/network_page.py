"""Pages that open a network on a photo: how they begin, and what their states have in common.

Such a page is what the reader chose (a `Choice`, kept in a `PageState`), and a function that shows it once the network
is open. The keys of what stands here begin with the state's own prefix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer import networks
from explorer.images import Picture
from pages.ui.device import on_chosen_device
from pages.ui.errors import told_to_reader
from pages.ui.pickers.job_photos import job_photo_titles, job_photos
from pages.ui.pickers.network import Opened, first, network_picker, opened, title
from pages.ui.pickers.own_network import own_options
from pages.ui.pickers.photo import photo
from pages.ui.pickers.weights import DEFAULT, RANDOM, first_side, mark, missing, network_options, offer
from pages.ui.state.address import number
from pages.ui.state.page_state import PageState
from pages.ui.text import _

Show = Callable[[Opened, Picture, DeltaGenerator], None]
"""Gets the network, the photo, and the row of pickers to put more into."""
OwnPicture = Callable[[str], Picture | None]


@dataclass(frozen=True, slots=True)
class Choice:
    """The network that a reader chose; pages add what they look at in it."""

    network: str
    weights: str = DEFAULT
    side: int = 0
    """Of the input, px; 0: the network's own."""


C = TypeVar("C", bound=Choice)
Opening = TypeVar("Opening", bound=Choice, covariant=True)


class First(Protocol[Opening]):
    """What makes the choice that a page opens with; a kind of `Choice` does."""

    def __call__(self, *, network: str, side: int) -> Opening:
        """Return the choice of a network, its input as large as ``side``, px; 0: as its own."""


@dataclass(frozen=True, slots=True)
class View:
    """An open network on a photo; pages add what they show of it."""

    opened: Opened
    picture: Picture
    given: networks.NetworkInput
    """The photo as the network gets it."""

    @property
    def mark(self) -> str:
        """What stands at every picture of a network whose weights are not those it comes with, otherwise empty."""
        return mark(self.opened.network)


def no_picture(network: str) -> Picture | None:  # noqa: ARG001
    """Return None: the reader chooses a photo."""
    return None


def network_page(state: PageState[C], first_choice: First[C], show: Show,
                 own_picture: OwnPicture = no_picture) -> None:
    """Ask for a network and a photo, and ``show`` them; weights that are not here are offered instead.

    Args:
        state: of the page.
        first_choice: makes what it opens with of the network's name and the side of its input.
        show: shows the page's own part.
        own_picture: see `on_photo`.
    """
    open_choice(state, first_choice)
    _page(state, show, own_picture)


def open_choice(state: PageState[C], first_choice: First[C]) -> None:
    """Take over what the reader came with; without anything, the network that pages open with."""
    with st.spinner(_("Starting PyTorch"), show_time=True):
        state.open(lambda: first_choice(network=first(), side=first_side(first())))


@st.fragment
def _page(state: PageState[C], show: Show, own_picture: OwnPicture) -> None:
    """Show the page; only this part runs again when something changes in it."""
    on_photo(state, show, own_picture)
    state.write()


def on_photo(state: PageState[C], show: Show, own_picture: OwnPicture = no_picture) -> None:
    """Ask for a network and a photo, and ``show`` them, in a part of a page that writes its own link.

    ``own_picture`` returns what the page has for the network of this name, which then stands in place of a photo.
    """
    toolbar = st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key=f"{state.prefix}_toolbar")
    with told_to_reader(), on_chosen_device():
        with toolbar:
            picture = _pickers(state, own_picture)
        network = _opened(state)
        if network is not None:
            show(network, picture, toolbar)


def _pickers(state: PageState[C], own_picture: OwnPicture) -> Picture:
    """Ask for a network and a photo in the current row; return the photo, or what stands in its place."""
    chosen, key = state.now, state.prefix
    network_picker(chosen.network, key=f"{key}_network", on_change=lambda name: state.change(network=name))
    own_options(chosen.network, key=f"{key}_card", on_change=lambda name: state.change(network=name))
    network_options(chosen.network, chosen.weights, chosen.side, key=key, change=state.change)
    if own := own_picture(chosen.network):
        return own
    return photo(f"{key}_photo", data=job_photos(chosen.network), told=job_photo_titles(chosen.network))


def _opened(state: PageState[C]) -> Opened | None:
    """Return the chosen network, loaded; offer its weights where they are not on this machine."""
    chosen = state.now
    if lacking := missing(chosen.network, chosen.weights):
        offer(lacking, title(chosen.network), key=f"{state.prefix}_get",
              on_random=partial(state.change, weights=RANDOM))
        return None
    with st.spinner(_("Opening the network"), show_time=True):
        return opened(chosen.network, chosen.weights, chosen.side)


def choice_of(link: Mapping[str, str], first: Choice) -> dict[str, Any]:
    """Return the fields of the `Choice` that a link makes; network and side of ``first`` where it names no network."""
    side = number(link, "side") if "network" in link else first.side
    return {"network": link.get("network", first.network), "weights": link.get("weights", DEFAULT), "side": side}


def link_of(choice: Choice) -> dict[str, str]:
    """Return what a link says about a choice: weights and side only where they are not the network's own."""
    weights = {"weights": choice.weights} if choice.weights != DEFAULT else {}
    return {"network": choice.network} | weights | ({"side": str(choice.side)} if choice.side else {})


def renewed(choice: Choice, changes: Mapping[str, Any], **fresh: Any) -> dict[str, Any]:
    """Return ``changes``, and where they open another network also its weights, its side and the ``fresh`` fields."""
    if changes.get("network", choice.network) == choice.network:
        return dict(changes)
    return {"weights": DEFAULT, "side": first_side(changes["network"]), **fresh, **changes}
