"""Weights of a network: which, whether they are here, and how they come here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from explorer import networks
from explorer.errors import ExplorerError, Message, message
from explorer.runtime import mebibytes, size_text, switches
from explorer.settings import settings
from pages.ui import errors, long_task
from pages.ui.errors import plain, told_to_reader
from pages.ui.pickers.class_names_area import class_names_area
from pages.ui.reader import reader
from pages.ui.state.widget import controlled
from pages.ui.text import _, say

OWN = "own"
_FILES, _COUNT = "own_weights", "own_weights_count"
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class OwnWeights:
    """A file that was loaded in this session."""

    file: str
    weights: str
    """What ``explorer.networks.load`` takes."""
    given: str = ""
    """The same with the names of classes that the file came with: what names are put to."""
    classes: int = 0
    names: tuple[str, ...] = ()


def own_of(network: str) -> OwnWeights | None:
    """Return this reader's own weights for the network of that name, the last ones given, or None."""
    files: dict[str, OwnWeights] = st.session_state.get(_FILES, {})
    return files.get(network)


def uploader(network: str, *, key: str, on_taken: Callable[[], None]) -> None:
    """Ask for a file with weights of ``network``; call ``on_taken`` once they are loaded, else say what is wrong."""
    if errors.uploads_are_off():
        return
    widget = f"{key}_{st.session_state.get(_COUNT, 0)}"
    st.file_uploader(_("Weights of your own (.safetensors)"), ["safetensors"], key=widget, on_change=_take,
                     args=(network, key, widget, on_taken), max_upload_size=_largest(),
                     help=_("A state_dict of this network, saved with safetensors.torch.save_file; its last layer may "
                            "tell other classes apart. It stays with you: no link holds it, and it is gone when you "
                            "close the page."))
    if refused := st.session_state.get(_refusal(key)):
        errors.show(refused)
    own = own_of(network)
    if own:
        _ask_for_names(network, own, key=key, on_taken=on_taken)


def _ask_for_names(network: str, own: OwnWeights, *, key: str, on_taken: Callable[[], None]) -> None:
    """Ask what the classes of a file are called, which has told how many there are; wrong numbers are said."""
    names = class_names_area(own.classes, key=f"{key}_names_{own.given}", first=own.names)
    if names != own.names and len(names) in (0, own.classes):
        with told_to_reader():
            switches.refuse_uploads()
            named = networks.named_own(network, own.given, names)
            st.session_state[_FILES][network] = replace(own, weights=named.weights, names=names)
            on_taken()
            st.rerun()


def _largest() -> int:
    """Return the largest file that can be given, MiB: what this server takes, and lets through at all."""
    return min(mebibytes(settings().weights_bytes), int(st.get_option("server.maxUploadSize")))


def _take(network: str, key: str, widget: str, on_taken: Callable[[], None]) -> None:

    file = st.session_state[widget]
    st.session_state.pop(_refusal(key), None)
    if file is None:
        return
    try:
        switches.refuse_uploads()
        loaded = networks.load_own(network, file.getvalue())
    except ExplorerError as error:
        st.session_state[_refusal(key)] = error.message
        return
    st.session_state.setdefault(_FILES, {})[network] = OwnWeights(
        file.name[:_LONGEST], loaded.weights, loaded.weights, len(networks.answer_names(loaded)))
    st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1  # an empty uploader: the file itself is let go
    on_taken()


def _refusal(key: str) -> str:
    return f"{key}_refused"


DEFAULT, RANDOM = "DEFAULT", "random"
SMALL_SIDE = 128


def entry_of(name: str) -> networks.Entry | None:
    """Return what the catalogue says about a network, or None: a stack of one's own is in no list."""
    return next((entry for entry in networks.catalogue() if entry.name == name), None)


def wanted(name: str, weights: str) -> networks.WeightSet | None:
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
    grows = entry is not None and bool(entry.weights) and entry.takes_any_side
    return SMALL_SIDE if entry and grows and entry.input_shape[1] < SMALL_SIDE else 0


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
    names_help = _("Names of weights say what they were trained on, and in which version: `IMAGENET1K_V2` was trained "
                   "on ImageNet with its 1,000 classes, later than `V1` and by a better recipe.")
    st.radio(_("Weights"), list(titles), format_func=titles.__getitem__, help=names_help,
             **controlled(key, wished, on_change))
    if files and entry.task == "classify":
        uploader(name, key=f"{key}_file", on_taken=lambda: on_change(OWN))


def unusual(network: networks.Network) -> Message | None:
    """Return what is said of the weights of a network that are not those it comes with."""
    if not network.trained:
        return message("random weights")
    own = own_of(network.name)
    return message("weights: {file}", file=own.file) if own and own.weights == network.weights else None


def mark(network: networks.Network) -> str:
    """Return what stands at the picture of a network whose weights are not those it comes with, otherwise nothing."""
    said = unusual(network)
    return say(said) if said else ""


def missing(name: str, weights: str) -> networks.WeightSet | None:
    """Return the weights that are asked for and not on this machine, or None."""
    chosen = wanted(name, weights)
    return chosen if chosen and not networks.is_here(chosen) else None


def offer(chosen: networks.WeightSet, title: str, *, key: str, on_random: Callable[[], None]) -> None:
    """Say that weights are missing, and offer to download them or to go on with random ones."""
    if long_task.under_way(networks.under_way(chosen), key=key):
        return
    st.info(_("The weights of {network} are not on this machine yet: {size}, kept for the next time. Without "
              "internet, choose a bundled network.").format(network=title, size=size_text(chosen.size)),
            icon=":material/download:")
    offered = not errors.downloads_are_off()
    with st.container(horizontal=True, gap="small"):
        if offered and st.button(_("Download {size}").format(size=size_text(chosen.size)), key=f"{key}_download",
                     icon=":material/download:", type="primary"):
            with told_to_reader():
                _start(chosen)
        st.button(_("Open with random weights"), on_click=on_random, key=f"{key}_random", icon=":material/casino:")
    st.caption(say(chosen.licence))


def _start(chosen: networks.WeightSet) -> None:
    networks.download(chosen, reader())
    st.rerun()


def _told(weights: networks.WeightSet) -> str:
    told = [weights.name, _(weights.data)]
    if weights.accuracy1 is not None:
        told.append(_("{share:.1f} % right").format(share=weights.accuracy1))
    if weights.measured is not None:
        told.append(_measures()[weights.measure].format(share=weights.measured))
    if weights.url:
        told.append(size_text(weights.size))
    return " · ".join(told)


def _measures() -> dict[str, str]:
    return {"right": _("{share:.1f} % right"), "box_map": _("mean average precision {share:.1f} %"),
            "map50": _("mean average precision at IoU 0.5 {share:.1f} %"), "miou": _("mean IoU {share:.1f} %"),
            "located": _("{share:.1f} % of boxes with IoU 0.7")}


SIDES = (32, 64, 96, 128, 160, 224, 288, 320)


def network_options(network: str, weights: str, side: int, *, key: str, change: Callable[..., None]) -> None:
    """Ask for weights and size of the input, where there is a choice.

    Args:
        network: name of the network that is open.
        weights: which, or ``"random"``.
        side: of its input, px; 0: its own.
        key: prefix of the keys of the widgets.
        change: called with ``weights=`` or ``side=`` when the reader picks another one.
    """
    entry = entry_of(network)
    if entry is None or not entry.weights:
        return
    own = entry.input_shape[1]
    template = _("{side} px · random") if weights == RANDOM else _("{side} px")
    with st.popover(template.format(side=side or own), icon=":material/tune:", key=f"{key}_options",
                    on_change="rerun", help=_("Weights and size of the input")) as popover:
        if popover.open:
            weights_picker(network, weights, key=f"{key}_weights", on_change=lambda name: change(weights=name))
            if entry.takes_any_side:
                _side_picker(own, side, key=f"{key}_side", change=change)


def _side_picker(own: int, chosen: int, *, key: str, change: Callable[..., None]) -> None:
    sides = sorted({own, chosen or own, *(side for side in SIDES if side >= own)})

    def picked(side: int) -> None:
        change(side=0 if side == own else side)

    st.select_slider(_("Side of the input"), sides, format_func=lambda side: f"{side} px",
                     **controlled(key, chosen or own, picked), help=_(
                         "It was trained with {side} px. Larger inputs give larger maps, and less certain "
                         "guesses.").format(side=own))
