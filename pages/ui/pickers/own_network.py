"""A reader's own network from an ONNX file: given in a dialog, with how pictures are prepared and its classes called.

It is kept on this server for this reader alone, and stands in the list of networks of every page that opens one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from explorer import files, networks
from explorer.errors import ExplorerError, Message, NetworkError, message
from explorer.graph import shape_text
from explorer.runtime import kept_files, mebibytes, size_text, switches
from explorer.settings import settings
from pages.ui import allowance, lent
from pages.ui.errors import plain, show, told_to_reader, uploads_are_off
from pages.ui.pickers.class_names_area import class_names_area
from pages.ui.reader import reader
from pages.ui.text import _

ASK = "file"
"""Stands in the list of networks for one that is not there yet: choosing it asks for a file."""
KIND = kept_files.KIND
_ASKED, _REFUSED, _GIVEN, _USED = "own_network_asked", "own_network_refused", "own_network_given", "own_network_used"
Values = tuple[float, ...]
OWN, NUMBERS = "own", "numbers"


def own_titles() -> dict[str, str]:
    """Map this reader's own networks to what readers call them."""
    return {one.name: _("{file} · yours").format(file=one.title) for one in kept_files.kept_files(reader())}


def own_title(name: str) -> str:
    """Return what a network of a file is called, with whichever card it is opened."""
    file = name.partition("-")[0]
    told = next((told for known, told in own_titles().items() if known.startswith(f"{file}-")), "")
    if not told and (found := lent.thing(lent.NETWORK, lent.file_name(name))):
        told = _("{title} · lent").format(title=found.title)
    return told or _("Network of this link")


def ask() -> None:
    """Open the dialog in this run."""
    st.session_state[_ASKED] = True
    forget()


def forget() -> None:
    """Forget what the dialog said the last time it was open."""
    for name in (_REFUSED, _GIVEN, _USED):
        st.session_state.pop(name, None)


def dialog_if_asked(*, key: str, on_change: Callable[[str], None]) -> None:
    """Show the dialog if the reader has just asked for it; ``on_change`` gets the name of what they open."""
    if st.session_state.pop(_ASKED, False):
        st.dialog(_("Open a network of your own"), width="medium")(_dialog)(key, on_change)


def _dialog(key: str, on_change: Callable[[str], None]) -> None:
    if st.session_state.pop(_USED, False):
        st.rerun()
    st.caption(_("An ONNX file with weights, saved by PyTorch, Keras or another tool. Nothing in it is run as a "
                 "program. It is kept on this server for you alone; no link gives it to others."))
    if not uploads_are_off():
        st.file_uploader(_("ONNX file"), list(files.ENDINGS), key=f"{key}_file", max_upload_size=largest(),
                         on_change=_taken, args=(f"{key}_file",))
    refused: tuple[Message, str] | None = st.session_state.get(_REFUSED)
    if refused:
        show(refused[0])
        st.code(refused[1] or files.EXPORT, language="python")
    given: str | None = st.session_state.get(_GIVEN)
    if given:
        with told_to_reader():
            card_form(given, key=f"{key}_new", label=_("Open it"), on_change=_used(on_change))
    _kept()


def _used(on_change: Callable[[str], None]) -> Callable[[str], None]:
    def used(name: str) -> None:
        st.session_state[_USED] = True
        on_change(name)
    return used


def largest() -> int:
    """Return the largest file that can be given, MiB."""
    return min(mebibytes(settings().model_bytes), int(st.get_option("server.maxUploadSize")))


def _taken(key: str) -> None:
    file = st.session_state[key]
    forget()
    if file is None:
        return
    data = file.getvalue()
    try:
        switches.refuse_uploads()
        st.session_state[_GIVEN] = keep(file.name, data)
    except ExplorerError as error:
        st.session_state[_REFUSED] = (error.message, files.lines_for(file.name, data))


def keep(file: str, data: bytes) -> str:
    """Keep a file as a network of this reader; return its name.

    Raises:
        ExplorerError: it is not opened, or holds no weights.
    """
    if refused := files.refusal(file, data):
        raise NetworkError(refused.template, **refused.values)
    return networks.keep_network(data, reader(), file, allowance.factor())


def joined(file: str, data: bytes) -> Message | None:
    """Keep a file that became a stack as a network too, if it can be; return what to tell of it.

    Files without weights are stacks and nothing else, of which nothing needs to be said.
    """
    try:
        keep(file, data)
    except ExplorerError as error:
        return None if error.message.template == files.NO_WEIGHTS else error.message
    return message("{file} holds weights: it is in the list of networks of the other pages, too.", file=file[:60])


def _kept() -> None:
    """List this reader's own networks, if there are any; each can be removed."""
    found = kept_files.kept_files(reader())
    if not found:
        return
    with st.expander(_("Your networks on this server take {used} of {most}").format(
            used=size_text(sum(one.size for one in found)),
            most=size_text(int(settings().networks_bytes_per_reader * allowance.factor()))),
            icon=":material/folder:"):
        for one in found:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{plain(one.title)} :gray[{size_text(one.size)}]", width="stretch")
                st.button(_("Remove"), icon=":material/delete:", key=f"own_network_remove_{one.name}",
                          on_click=kept_files.forget_file, args=(one.name, reader()),
                          help=_("Trainings that start from it will not find it"))


def own_options(name: str, *, key: str, on_change: Callable[[str], None]) -> None:
    """Show a button behind which the card of an own network can be changed; nothing for other networks, lent ones too.
    """
    if not name.startswith(KIND) or lent.network_lender(name):
        return
    popover = st.popover(_("Pictures and classes"), icon=":material/tune:", key=key, on_change="rerun",
                         help=_("How pictures are prepared for your network, and what its classes are called"))
    if popover.open:
        with popover, told_to_reader():
            card_form(name, key=f"{key}_form", label=_("Apply"), on_change=on_change)


def card_form(name: str, *, key: str, label: str, on_change: Callable[[str], None]) -> None:
    """Ask how pictures are prepared for an own network and what its classes are called.

    Args:
        name: of the network.
        key: prefix of the keys of the widgets.
        label: of the button that takes the answers.
        on_change: called with the name of the network as it was answered.

    Raises:
        NetworkError: it is not this reader's, or not here any more.
    """
    kept_files.check_network_owner(reader(), name)
    card = networks.card_of(name)
    key = f"{key}_{name.removeprefix(KIND)[:8]}"  # another file, other answers
    st.markdown(_("**{layers} layers**, {params:,} learned values, input {shape}, {classes:,} outputs").format(
        layers=card.layers, params=card.params, shape=shape_text(card.input_shape), classes=card.classes))
    with st.container(horizontal=True, gap="small"):
        scale = _normalisation(card, key)
        shape = _side(card, key)
    names = _names(card, key)

    def take() -> None:
        st.session_state.pop(f"{key}_wrong", None)
        try:
            (mean, std), (called, categories) = scale(), names()
            on_change(networks.with_card(name, reader(), replace(
                card, mean=mean, std=std, called=called, categories=categories, input_shape=shape())))
        except ExplorerError as error:
            st.session_state[f"{key}_wrong"] = error.message

    st.button(label, key=f"{key}_take", type="primary", on_click=take)
    if wrong := st.session_state.get(f"{key}_wrong"):
        show(wrong)


def _normalisation(card: networks.OwnCard, key: str) -> Callable[[], tuple[Values, Values]]:
    """Ask for mean and deviation; return what gives them."""
    channels, usual = card.input_shape[0], networks.normalisation_of(card)
    titles = {"imagenet": _("as ImageNet's"), "cifar10": _("as CIFAR-10's"), "plain": _("0 to 1"),
              "signed": _("-1 to 1"), "bytes": _("0 to 255"), OWN: _("other numbers")}
    chosen = st.selectbox(_("Pictures are given"), list(titles), list(titles).index(usual or OWN),
                          format_func=titles.__getitem__, key=f"{key}_normalisation", width=220,
                          help=_("How values of pictures were scaled in training. With another scale than that, "
                                 "answers are wrong."))
    if chosen != OWN:
        return lambda: networks.normalisation(chosen, channels)
    mean = st.text_input(_("Mean of each channel"), _text(card.mean), key=f"{key}_mean", width=220)
    std = st.text_input(_("Deviation of each channel"), _text(card.std), key=f"{key}_std", width=220)
    return lambda: (_numbers(mean), _numbers(std))


def _side(card: networks.OwnCard, key: str) -> Callable[[], tuple[int, ...]]:
    """Ask for the side of the input, where the layers take any; return what gives the input's shape."""
    own = card.input_shape
    if not card.any_size:
        return lambda: own
    side = st.number_input(_("Side of the input (px)"), *networks.OWN_SIDES, own[-1], key=f"{key}_side", width=160)
    return lambda: own if side == own[-1] else (own[0], side, side)


def _names(card: networks.OwnCard, key: str) -> Callable[[], tuple[str, tuple[str, ...]]]:
    """Ask what the classes are called; return what gives whose classes they are, and their names if they are others."""
    whose = {"imagenet": "ImageNet", "cifar10": "CIFAR-10"}
    fitting = {name: title for name, title in whose.items() if networks.CALLED[name] == card.classes}
    titles = {NUMBERS: _("by their numbers"), **fitting, OWN: _("names that I write")}
    now = card.called or (OWN if card.categories else NUMBERS)
    chosen = st.selectbox(_("Its classes are called"), list(titles), list(titles).index(now), key=f"{key}_called",
                          format_func=titles.__getitem__, width=220)
    written = class_names_area(card.classes, key=f"{key}_names", first=card.categories) if chosen == OWN else ()
    return lambda: (chosen if chosen in whose else "", written)


def _numbers(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.replace(";", ",").split(","))
    except ValueError as error:
        raise NetworkError("{text!r} is no list of numbers. Write one for each channel: 0.485, 0.456, 0.406.",
                           text=text[:80]) from error


def _text(values: tuple[float, ...]) -> str:
    return ", ".join(f"{value:.6g}" for value in values)

