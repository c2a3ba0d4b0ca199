"""How students come in: the code, the address, a QR code, and who is there already."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from explorer.classroom import TeacherView
from pages.ui import paper
from pages.ui.attending import PARAMETER
from pages.ui.errors import plain
from pages.ui.share.share_dialog import link_to, server
from pages.ui.text import _, say

PAGE = "classroom"
LARGE_PX, SMALL_PX = 260, 170
"""Side of the QR code before the first question, and beside one."""
MOST_NAMES = 60


def way_in(view: TeacherView, *, large: bool) -> None:
    """Show a QR code and the address; ``large``: before the first question, with who has come."""
    here = server()
    link = link_to(here.root, PAGE, {PARAMETER: view.code})
    address = link_to(here.root, PAGE, {}).partition("://")[2]
    with st.container(key="cl_way", horizontal_alignment="center", gap="xsmall"):
        with st.container(key="cl_address"):
            st.markdown(plain(address))
        if large:
            with st.container(key="cl_code"):
                st.markdown(view.code)
        st.image(paper.qr_code(link), width=LARGE_PX if large else SMALL_PX,
                 alt=_("QR code of {link}").format(link=link))
        if here.says:
            st.caption(_("How others reach it"), help=plain(say(here.says)), width="content")
        if large and view.members:
            st.markdown(named([member.nickname for member in view.members]))


def named(nicknames: Sequence[str]) -> str:
    """Return who is there, as plain text of markdown."""
    told = " · ".join(map(plain, nicknames[:MOST_NAMES]))
    rest = len(nicknames) - MOST_NAMES
    return told if rest <= 0 else f"{told} " + _("and {count} more").format(count=rest)
