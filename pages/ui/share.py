"""A button that shows the link to what a page shows."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from pages.ui.text import _


def share_button(*, key: str, title: str, says: str) -> None:
    """Show a button in the current row that opens the link under ``title``; ``says`` tells what it holds."""
    if st.button("", icon=":material/link:", help=_("Share"), key=key):
        st.dialog(title)(_link)(says)


def _link(says: str) -> None:
    st.markdown(says)
    base = (st.context.url or "").partition("?")[0]
    st.code(f"{base}?{urlencode(st.query_params.to_dict())}", language=None, wrap_lines=True)
