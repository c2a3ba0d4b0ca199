"""What those see who are no admins: one sentence, and, where the server has a secret, a place to write it."""

from __future__ import annotations

import streamlit as st

from pages.ui import admins
from pages.ui.errors import show
from pages.ui.text import _

_SECRET, _SAID = "ad_secret", "ad_said"


def ask() -> None:
    """Say that this page is for admins, and ask for the secret where there is one."""
    st.markdown(_("This page is for admins of this server."))
    if not admins.asks_secret():
        return
    with st.form("ad_entrance", border=False):
        st.text_input(_("Secret of this server"), type="password", key=_SECRET, max_chars=200, width=360,
                      autocomplete="off")
        st.form_submit_button(_("Open"), icon=":material/lock_open:", on_click=_tried, key="ad_open")
    if said := st.session_state.get(_SAID):
        show(said)


def _tried() -> None:
    """Compare what was written, which is not kept."""
    st.session_state[_SAID] = admins.try_secret(str(st.session_state.get(_SECRET) or ""))
    st.session_state[_SECRET] = ""
