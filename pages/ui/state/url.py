"""What pages keep in the address bar, so that a copied link shows the same to whoever opens it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import monotonic
from urllib.parse import urlencode

import streamlit as st

from pages.ui.text import _

LONGEST = 20_000
"""Characters of one parameter that are read."""
_AS_IS = "link_as_it_is"
_REPLACED = 8
"""Addresses of a page that are remembered after they were replaced."""


def run_again() -> None:
    """Run the whole page again, as it is: the address that a browser sent last may be older than what is shown."""
    st.session_state[_AS_IS] = True
    st.rerun()


def read_link(names: Sequence[str], *, key: str, late_s: float = 0) -> dict[str, str] | None:
    """Return what the address says about ``names``, or None where this session wrote that there itself.

    Args:
        names: parameters of the page.
        key: where the session keeps what it wrote last, as in `write_link`.
        late_s: how long an address that this session replaced may still come from the browser, s. For pages that run
            whole at each event; the way back to such an address is closed for as long.
    """
    link = {name: st.query_params[name][:LONGEST] for name in names if name in st.query_params}
    as_it_is = st.session_state.pop(_AS_IS, False)
    if key in st.session_state and (as_it_is or not link or link == st.session_state[key]):
        return None
    if any(link == old and monotonic() < since + late_s for since, old in st.session_state.get(f"{key}_replaced", ())):
        return None
    st.session_state[key] = link
    return link


def write_link(link: Mapping[str, str], names: Sequence[str], *, key: str) -> None:
    """Make the address say ``link``; those of ``names`` that are not in it go."""
    before = st.session_state.get(key)
    if before is not None and before != dict(link):
        replaced = (*st.session_state.get(f"{key}_replaced", ()), (monotonic(), before))
        st.session_state[f"{key}_replaced"] = replaced[-_REPLACED:]
    st.session_state[key] = dict(link)
    for name in names:
        if name in st.query_params and name not in link:
            del st.query_params[name]
    if link.items() - st.query_params.to_dict().items():
        st.query_params.update(link)


def number(link: Mapping[str, str], name: str, default: int = 0) -> int:
    """Return a whole number from 0 to 99,999 that a link gives, or ``default``."""
    text = link.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default


def share_button(*, key: str, title: str, says: str) -> None:
    """Show a button in the current row that opens the link under ``title``; ``says`` tells what it holds."""
    if st.button("", icon=":material/link:", help=_("Share"), key=key):
        st.dialog(title)(_link)(says)


def _link(says: str) -> None:
    st.markdown(says)
    base = (st.context.url or "").partition("?")[0]
    st.code(f"{base}?{urlencode(st.query_params.to_dict())}", language=None, wrap_lines=True)
