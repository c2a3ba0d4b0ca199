"""A reader's own weights for a network of the catalogue.

Pages and links call them ``OWN``. Which file that is only the session knows, so no link ever holds anybody's weights;
and the loaded network lies where the server keeps all of them, so readers together cannot fill its memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from explorer.errors import ExplorerError
from explorer.settings import settings
from pages.ui import errors
from pages.ui.text import _

OWN = "own"
_FILES, _COUNT = "own_weights", "own_weights_count"
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class OwnWeights:
    """A file that was loaded in this session."""

    file: str
    weights: str
    """What ``explorer.networks.load`` takes."""


def own_of(network: str) -> OwnWeights | None:
    """Return this reader's own weights for the network of that name, the last ones given, or None."""
    files: dict[str, OwnWeights] = st.session_state.get(_FILES, {})
    return files.get(network)


def uploader(network: str, *, key: str, on_taken: Callable[[], None]) -> None:
    """Ask for a file with weights of ``network``; call ``on_taken`` once they are loaded, else say what is wrong."""
    widget = f"{key}_{st.session_state.get(_COUNT, 0)}"
    st.file_uploader(_("Weights of your own (.safetensors)"), ["safetensors"], key=widget, on_change=_take,
                     args=(network, key, widget, on_taken), max_upload_size=_megabytes(),
                     help=_("A state_dict of this very network, saved with safetensors.torch.save_file. It stays with "
                            "you: no link holds it, and it is gone when you close the page."))
    if refused := st.session_state.get(_refusal(key)):
        errors.show(refused)


def _megabytes() -> int:
    """Return the largest file that can be given, MB: what this server takes, and lets through at all."""
    return max(1, min(settings().weights_bytes // 2**20, int(st.get_option("server.maxUploadSize"))))


def _take(network: str, key: str, widget: str, on_taken: Callable[[], None]) -> None:
    from explorer.networks import load_own

    file = st.session_state[widget]
    st.session_state.pop(_refusal(key), None)
    if file is None:
        return
    try:
        loaded = load_own(network, file.getvalue())
    except ExplorerError as error:
        st.session_state[_refusal(key)] = error.message
        return
    st.session_state.setdefault(_FILES, {})[network] = OwnWeights(file.name[:_LONGEST], loaded.weights)
    st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1  # an empty uploader: the file itself is let go
    on_taken()


def _refusal(key: str) -> str:
    return f"{key}_refused"
