"""Weights of a network: which, whether they are here, and how they come here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui.errors import plain, show, told_to_reader
from pages.ui.state.url import run_again
from pages.ui.pickers.weights import OWN, own_of, uploader
from pages.ui.state.widget import showing
from pages.ui.text import _, say

if TYPE_CHECKING:
    from explorer.networks import Network
    from explorer.networks.catalogue import Entry, WeightSet

DEFAULT, RANDOM = "DEFAULT", "random"
SMALL_SIDE = 128


def entry_of(name: str) -> Entry | None:
    """Return what the catalogue says about a network, or None: a stack of one's own is in no list."""
    from explorer.networks import catalogue

    return next((entry for entry in catalogue() if entry.name == name), None)


def wanted(name: str, weights: str) -> WeightSet | None:
    """Return the trained weights that are asked for; None: random ones, or the reader's own.

    Raises:
        NetworkError: the network has no such weights.
    """
    entry = entry_of(name)
    if entry is None or not entry.weights or weights == RANDOM or (weights == OWN and own_of(name)):
        return None
    return entry.weight_set(DEFAULT if weights == OWN else weights)


def first_side(name: str) -> int:
    """Return the side of the input to open a network with, px; 0: its own. Small ones get maps one can see."""
    entry = entry_of(name)
    return SMALL_SIDE if entry and entry.weights and entry.input_shape[1] < SMALL_SIDE else 0


def weights_picker(name: str, chosen: str, *, key: str, on_change: Callable[[str], None], files: bool = True) -> None:
    """Ask which weights a network has, or, with ``files``, for a file of the reader's own.

    ``on_change`` gets the answer: a name, ``"random"`` or ``"own"``.
    """
    entry = entry_of(name)
    if entry is None or not entry.weights:
        return
    own = own_of(name) if files else None
    titles = {weights.name: _told(weights) for weights in entry.weights}
    titles |= {OWN: _("{file} · yours").format(file=plain(own.file))} if own else {}
    titles |= {RANDOM: _("Random weights")}
    wished = entry.default if chosen == DEFAULT or chosen not in titles else chosen
    st.radio(_("Weights"), list(titles), format_func=titles.__getitem__, **showing(key, wished, on_change))
    if files:
        uploader(name, key=f"{key}_file", on_taken=lambda: on_change(OWN))


def mark(network: Network) -> str:
    """Return what stands at the picture of a network whose weights are not those it comes with, otherwise nothing."""
    if not network.trained:
        return _("random weights")
    own = own_of(network.name)
    return _("weights: {file}").format(file=own.file) if own and own.weights == network.weights else ""


def missing(name: str, weights: str) -> WeightSet | None:
    """Return the weights that are asked for and not on this machine, or None."""
    from explorer.networks.weights import is_here

    chosen = wanted(name, weights)
    return chosen if chosen and not is_here(chosen) else None


@st.fragment(run_every="1s")
def arriving(chosen: WeightSet, *, key: str) -> None:
    """Show how far a download is, and open the network once it is done. Asks again every second until then."""
    from explorer.networks.weights import under_way

    download = under_way(chosen)
    if download is None or download.progress.state != "running":
        run_again()
        return
    progress = download.progress
    st.progress(progress.share, text=_("{file}: {done:.1f} of {total:.1f} MB").format(
        file=chosen.file, done=progress.done / 2**20, total=(progress.total or chosen.megabytes * 2**20) / 2**20))
    st.button(_("Cancel"), icon=":material/close:", on_click=download.cancel, key=f"{key}_cancel",
              help=_("Also for everyone else who waits for it"))


def offer(chosen: WeightSet, title: str, *, key: str, on_random: Callable[[], None]) -> None:
    """Say that weights are missing, and offer to download them or to go on with random ones."""
    from explorer.networks.weights import under_way

    download = under_way(chosen)
    if download and download.progress.state == "running":
        arriving(chosen, key=key)
        return
    if download and download.progress.state == "failed" and download.progress.error:
        show(download.progress.error.message)
    st.info(_("The weights of {network} are not on this machine yet: {size:.0f} MB, kept for the next time. Without "
              "internet, choose a bundled network.").format(network=title, size=chosen.megabytes),
            icon=":material/download:")
    with st.container(horizontal=True, gap="small"):
        if st.button(_("Download {size:.0f} MB").format(size=chosen.megabytes), key=f"{key}_download",
                     icon=":material/download:", type="primary"):
            with told_to_reader():
                _start(chosen)
        st.button(_("Open with random weights"), on_click=on_random, key=f"{key}_random", icon=":material/casino:")
    st.caption(say(chosen.licence))


def _start(chosen: WeightSet) -> None:
    from explorer.networks.weights import download

    download(chosen)
    run_again()


def _told(weights: WeightSet) -> str:
    told = [weights.name, weights.data]
    if weights.accuracy1 is not None:
        told.append(_("{share:.1f} % right").format(share=weights.accuracy1))
    if weights.url:
        told.append(_("{size:.0f} MB").format(size=weights.megabytes))
    return " · ".join(told)
