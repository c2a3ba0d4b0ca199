"""The address bar: what a reader came with, and what a page says there, so that a copied link shows the same.

Parameters are read once, when a page is opened: from a link, by *Back* and *Forward*, or from another page. From then
on the session is the truth and the address its mirror, written by a component (``pages/web/components/address``).
Streamlit's own ``st.query_params`` is never written: its browser part makes each change a step of the history, and puts
one that comes late into the address of the next page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode
from uuid import uuid4

import streamlit as st

from pages.ui.components import component
from pages.ui.components.taking import copy_button
from pages.ui.text import _

LONGEST = 40_000
"""Characters of one parameter that are read."""
LONGEST_LINK = 8000
"""Characters of a link that proxies let through: nginx and Apache take 8 KB for the whole line of a request."""
KEY = "address"
_PAGE, _LINK, _BESIDE, _KEPT, _QUERY, _SESSION = (
    f"address_{name}" for name in ("page", "link", "beside", "kept", "query", "session"))

_mount = component.register("address")


def arrive(page: str) -> None:
    """Note what the reader came with, if another page was open before; called in each whole run."""
    state = st.session_state
    if state.get(_PAGE) != page:
        state[_PAGE] = page
        state[_LINK] = {name: value[:LONGEST] for name, value in st.query_params.items()}


def take(names: Iterable[str]) -> dict[str, str]:
    """Return what the reader came with under ``names``, once: nothing, where that was taken before."""
    link: dict[str, str] = st.session_state.get(_LINK, {})
    return {name: link.pop(name) for name in names if name in link}


def beside(name: str, value: str | None) -> None:
    """Put a parameter of a picker's beside those of the page, from the next `mirror` on; None: none."""
    found = st.session_state.setdefault(_BESIDE, {})
    found.pop(name, None)
    if value is not None:
        found[name] = value


def asked(name: str) -> str | None:
    """Return what the browser's address says for a parameter of the frame's, whichever page is open."""
    value = st.query_params.get(name)
    return None if value is None else value[:LONGEST]


def keep(name: str, value: str | None) -> None:
    """Put a parameter of the frame's beside those of every page from now on; None: no longer."""
    kept = st.session_state.setdefault(_KEPT, {})
    kept.pop(name, None)
    if value is not None:
        kept[name] = value


def mirror(link: Mapping[str, str]) -> None:
    """Let the address of the open page say ``link``, and what its pickers put beside; called once, at a page's end."""
    state = st.session_state
    state[_QUERY] = urlencode(dict(link) | state.pop(_BESIDE, {}) | state.get(_KEPT, {}))
    _mount(key=KEY, on_selected_change=component.noted, data={
        "page": state.get(_PAGE, ""), "query": state[_QUERY], "session": state.setdefault(_SESSION, uuid4().hex)})


def number(link: Mapping[str, str], name: str, default: int = 0) -> int:
    """Return a whole number from 0 to 99,999 that a link gives, or ``default``."""
    text = link.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default


def share_button(*, key: str, title: str, says: str, label: str = "") -> None:
    """Show a button in the current row that opens the link under ``title``; ``says`` tells what it holds.

    Without a ``label`` its icon alone is seen (``pages/web/frame/frame.css``).
    """
    if st.button(label or _("Share"), icon=":material/link:", help=None if label else _("Share"), key=key):
        st.dialog(title)(_link)(says)


def _link(says: str) -> None:
    st.markdown(says)
    link = f"{(st.context.url or '').partition('?')[0]}?{st.session_state.get(_QUERY, '')}"
    if len(link) > LONGEST_LINK:
        st.warning(_("This link has {length:,} characters. Many servers and messengers cut or refuse links of more "
                     "than {most:,}, so it may not open for others. Try it first, or set up something smaller: fewer "
                     "layers, shorter names, a smaller grid.").format(length=len(link), most=LONGEST_LINK),
                   icon=":material/link_off:")
    st.code(link, language=None, wrap_lines=True)
    copy_button(link, key="share_copy", label=_("Copy the link"))
