"""How errors look to a reader: a message for what they can act on, an apology for what they cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from explorer.errors import ExplorerError, Message
from explorer.monitoring import note_error
from explorer.runtime import LOG, Count, new_id, places, switches
from pages.ui.text import _, say

ERRORS = Count("explorer_errors", "What went wrong on pages: told to a reader as their own matter, or broke the page.",
               ("kind", "told"))
# CommonMark lets each of these stand for itself after a backslash.
MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


@contextmanager
def told_to_reader() -> Iterator[None]:
    """Show an ``ExplorerError`` raised inside as a message and go on after the block; let all else through."""
    try:
        yield
    except ExplorerError as error:
        ERRORS.add(type(error).__name__, "told")
        show(error.message)


def show(message: Message) -> None:
    """Show what is wrong and what to try."""
    st.error(plain(say(message)), icon=":material/error:")


def uploads_are_off() -> bool:
    """Say whether an admin has switched uploads off, and tell the reader so in place of an uploader."""
    said = switches.why_no_uploads()
    if said:
        st.info(plain(say(said)), icon=":material/block:")
    return said is not None


def downloads_are_off() -> bool:
    """Say whether an admin has switched downloads off, and tell the reader so in place of a button."""
    said = switches.why_no_downloads()
    if said:
        st.info(plain(say(said)), icon=":material/block:")
    return said is not None


def plain(text: str) -> str:
    """Return ``text`` as markdown that shows exactly its characters: a file name or link cannot bring a picture."""
    return MARKUP.sub(r"\\\1", text)


def apologise(error: Exception) -> bool:
    """Show a reader that the page broke, without its traceback, and a code by which the log says why."""
    code, page = new_id()[:8], str(st.session_state.get("address_page") or "home")
    ERRORS.add(type(error).__name__, "broke")
    note_error(error, f"page {page}")
    LOG.error("error %s: %s on page %s", code, type(error).__name__, page, extra={"told": {
        "code": code, "page": page, "error": type(error).__name__, "trace": places(error.__traceback__)}})
    st.error(_("This page broke, through no fault of yours; the reason is in the server's log. Reload the page, or go "
               "back to what you did before. If it stays so, tell whoever runs this server: error {code}.").format(
                   code=code), icon=":material/error:")
    return True
