"""What readers take away: files and texts. A browser saves and copies without a word, so the page says it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from explorer.errors import Message
from explorer.figures import in_style_of_now
from explorer.lettering import can_draw
from pages.ui.components import component
from pages.ui.errors import plain
from pages.ui.text import _, say

_copy = component.register("copy")


def download(label: str, data: str | bytes | Callable[[], str | bytes], file_name: str, mime: str, *, key: str,
             **more: Any) -> None:
    """Show a button that saves a file, and say so once it is pressed.

    Args:
        label: of the button.
        data: of the file, or what makes it when it is asked for, in the colours that the reader has now.
        file_name, mime: of the file.
        key: of the button.
        more: as of ``st.download_button``.
    """
    if callable(data):
        data = in_style_of_now(data)
    # Not by a callback: what one shows while only a part of a page runs again is thrown away.
    if st.download_button(label, data, file_name, mime, key=key, **more):
        st.toast(_("Saving {file}; it goes to your downloads.").format(file=plain(file_name)),
                 icon=":material/download:")


def copy_button(text: str, *, key: str, label: str = "") -> None:
    """Show a button that copies ``text`` and says whether it could."""
    words = {"copy": label or _("Copy"), "copied": _("Copied"), "failed": _("Select the text above and press Ctrl+C.")}
    _copy(key=key, data={"text": text, "words": words})


def picture_text(said: Message | str, english: str = "") -> str:
    """Return what is written into a picture: in English where this machine has no letters for the reader's language.

    Args:
        said: a message, or a text in the reader's language.
        english: the text in English.
    """
    text = say(said) if isinstance(said, Message) else said
    return text if can_draw(text) else english or str(said)
