"""Bring a network along: a file becomes the stack."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from explorer import files
from explorer.errors import ExplorerError, LimitError, Message
from explorer.runtime import mebibytes, switches
from explorer.settings import settings
from pages.build_stack.pasting import forget_code, paste_code
from pages.build_stack.state import first_layer, put
from pages.ui.errors import show, uploads_are_off
from pages.ui.pickers import own_network
from pages.ui.text import _, say

_FILE, _REFUSED, _IS_TAKEN, _NOTES = "bs_file", "bs_file_refused", "bs_file_taken", "bs_file_notes"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file was not opened, and lines of Python that save it in another form."""

    message: Message
    lines: str


def open_dialog() -> None:
    """Ask for a network from elsewhere, and make it the stack.

    The file is taken by a callback, before the page is drawn, so that all of the page shows the new stack.
    """
    st.dialog(_("Open a network"), width="large", on_dismiss="rerun")(_two_ways)()


def _two_ways() -> None:
    from_file, from_code = st.tabs([_("From a file"), _("Paste code")])
    with from_file:
        _ask_for_file()
    with from_code:
        paste_code()


def _ask_for_file() -> None:
    st.caption(_("A network of your own, saved as ONNX by PyTorch, Keras or another tool. Its layers, names, shapes "
                 "and counts open here; nothing in the file is run."))
    if not uploads_are_off():
        st.file_uploader(_("ONNX file"), list(files.ENDINGS), key=_FILE, max_upload_size=_largest(), on_change=_taken)
    if st.session_state.pop(_IS_TAKEN, False):
        st.rerun()
    refused: Refused | None = st.session_state.get(_REFUSED)
    if refused:
        show(refused.message)
    export = "torch.onnx.export(model, (torch.zeros(1, 3, 224, 224),), 'network.onnx')"
    st.code(refused.lines if refused and refused.lines else export, language="python")


def forget() -> None:
    """Forget what the dialog said the last time it was open."""
    forget_code()
    for key in (_REFUSED, _IS_TAKEN):
        st.session_state.pop(key, None)


def _taken() -> None:
    file = st.session_state[_FILE]
    st.session_state.pop(_REFUSED, None)
    if file is None:
        return
    data = file.getvalue()
    try:
        switches.refuse_uploads()
        _open(files.read_file(file.name, data))
        if said := own_network.joined(file.name, data):
            st.session_state[_NOTES] += (said,)
    except ExplorerError as error:
        st.session_state[_REFUSED] = Refused(error.message, files.lines_for(file.name, data))


def _open(network: files.OnnxNetwork) -> None:
    if len(network.graph) > (most := settings().layers):
        raise LimitError("This network has {count:,} layers; a stack here has at most {most:,}.",
                         count=len(network.graph), most=most)
    put(network.graph, network.input_shape, select_name=first_layer(network.graph))
    st.session_state["bs_opened"] = None
    st.session_state[_NOTES] = network.notes
    st.session_state[_IS_TAKEN] = True


def _largest() -> int:
    """Return the largest file that can be given, MiB."""
    return min(mebibytes(settings().model_bytes), int(st.get_option("server.maxUploadSize")))


def opening_notes() -> None:
    """Say once what was taken for granted when a file was opened."""
    notes: tuple[Message, ...] = st.session_state.pop(_NOTES, ())
    for note in notes:
        st.toast(say(note), icon=":material/info:")
