"""The reader's language: which it is, and the switch in the frame.

What a link asks for (``?lang=ko``) counts first, then what was chosen in the switch and is kept in a cookie, then what
the browser asks for. What a link asks for stays in the address, and is not kept for later visits; the switch takes it
out again.
"""

from __future__ import annotations

import streamlit as st

from explorer.errors import N_
from pages.ui.asked_language import COOKIE, PARAMETER, known, wanted
from pages.ui.components import component
from pages.ui.state import address
from pages.ui.text import SOURCE, _, language, languages

KEY = "language_switch"
_ASKED = "language_asked"

STREAMLIT = (
    N_("Upload"), N_("Uploading..."), N_("Add files"), N_("Drag and drop a file here"),
    N_("Drag and drop files here"), N_("{size} per file"), N_("{size} per file • {kinds}"), N_("Remove {file}"),
    N_("{kind} files are not allowed."), N_("File must be {size} or smaller."), N_("File size is too small."),
    N_("Only one file is allowed."), N_("Upload failed"), N_("Take Photo"), N_("Clear photo"), N_("Switch camera"),
    N_("This app would like to use your camera."), N_("Learn how to allow access."), N_("Choose an option"),
    N_("Choose options"), N_("No results"), N_("Clear value"), N_("Clear all"), N_("Select all"), N_("Open"),
    N_("Increment"), N_("Decrement"), N_("Press Enter to apply"), N_("Press Enter to submit form"),
    N_("Number is above the allowed range."), N_("Number is below the allowed range."), N_("Invalid input."),
    N_("Clear entry"), N_("Copy to clipboard"), N_("Copied"), N_("Fullscreen"), N_("Close fullscreen"),
    N_("Enter fullscreen"), N_("Exit fullscreen"), N_("Download as CSV"), N_("Search"), N_("Type to search"),
    N_("Close Search"), N_("Show/hide columns"), N_("Sort ascending"), N_("Sort descending"), N_("Pin column"),
    N_("Unpin column"), N_("Hide column"), N_("Autosize"), N_("Format"), N_("Statistics"), N_("Copy column name"),
    N_("Close"), N_("Close popup"), N_("Collapse sidebar"), N_("Expand sidebar"), N_("Running..."), N_("Connecting"),
    N_("Connection error"), N_("Loading..."), N_("Download failed"), N_("Help for {label}"), N_("empty"),
    N_("View all"), N_("View less"), N_("Rerun"), N_("Settings"), N_("Print"), N_("Sidebar"),
    N_("App pages"), N_("Skip to main content"), N_("file upload"), N_("Link to heading"), N_("Help"),
    N_("Scroll tabs left"), N_("Scroll tabs right"))
"""What Streamlit writes itself and offers no way to change; ``pages/web/components/language`` changes it."""
REFUSED = {
    413: N_("This file is larger than this server takes. Choose a smaller one."),
    429: N_("These were many files in a short time. Wait a minute, then choose this one again."),
    502: N_("This server is being started again. Wait a moment, then choose the file again.")}
"""What its part for uploads is to say in place of ``AxiosError: Request failed with status code ...``."""
UPLOADERS = "[data-testid=stFileUploader], [data-testid=stCameraInput]"

_mount = component.register("language")


def settle() -> None:
    """Settle the language of this reader; called in each whole run before any text is shown."""
    state = st.session_state
    asked, before = address.asked(PARAMETER), state.get(_ASKED)
    state[_ASKED] = asked
    if chosen := component.clicked(KEY, languages()):
        state["language"] = chosen
        address.keep(PARAMETER, None)
    elif (found := known(asked)) and asked != before:
        state["language"] = found
        address.keep(PARAMETER, found)
    elif "language" not in state:
        state["language"] = wanted(None, st.context.cookies.get(COOKIE), st.context.headers.get("accept-language"))


def switch() -> None:
    """Show the languages, each in its own words."""
    _mount(key=KEY, on_selected_change=component.noted, data={
        "languages": {language(): language()} | languages(), "language": language(), "label": _("Language"),
        "cookie": COOKIE,
        "streamlit": refusals() | ({} if language() == SOURCE else {words: _(words) for words in STREAMLIT}),
        "uploads": UPLOADERS if language() == SOURCE else ""})


def refusals() -> dict[str, str]:
    """Return what Streamlit says of uploads that were refused, and what it is to say, in the reader's language."""
    return {f"AxiosError: Request failed with status code {code}": _(words) for code, words in REFUSED.items()}
