"""The button *Share* above every page, and the dialog that it opens: the link as others reach it, and its QR code."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from explorer.errors import Message
from explorer.settings import settings
from pages.ui import paper
from pages.ui.components.taking import copy_button
from pages.ui.errors import plain
from pages.ui.share.server_address import Listening, ServerAddress, for_others, without_page
from pages.ui.state import address
from pages.ui.text import _, say

BUTTON = "frame_share"
LONGEST_LINK = 8000
"""Characters of a link that proxies let through: nginx and Apache take 8 KB for the whole line of a request."""
SCANNED = 400
"""Characters of a link whose code a phone reads from the last row, about: its modules are a hundredth of it."""
OWN = ("present",)
"""Parameters of the frame's that are left out: a wall's mode is not meant for those who scan its code."""


def share_button() -> None:
    """Show the button, and the dialog once it is pressed."""
    if st.button(_("Share"), icon=":material/link:", key=BUTTON):
        st.dialog(_("Share this page"), width="medium")(_dialog)()


def server() -> ServerAddress:
    """Return the address of this server for others, as this reader's browser and the settings tell it."""
    secure = bool(st.get_option("server.sslCertFile"))
    listening = Listening(str(st.get_option("server.address") or ""), int(st.get_option("server.port")),
                          "https" if secure else "http")
    return for_others(without_page(st.context.url or "", address.page()), settings().address, listening)


def link_to(root: str, page: str, link: dict[str, str]) -> str:
    """Return the link to a page, without what is meant for this reader's screen alone."""
    query = urlencode({name: value for name, value in link.items() if name not in OWN})
    return f"{root}/{page}{'?' if query else ''}{query}"


def _dialog() -> None:
    here = server()
    link = link_to(here.root, address.page(), address.shown())
    st.markdown(_("Whoever opens this link sees what you see now. Photos and files of your own stay with you."))
    _told(link, here.says)
    left, right = st.columns([0.62, 0.38], gap="medium", vertical_alignment="top")
    with left:
        st.code(link, language=None, wrap_lines=True)
        copy_button(link, key="share_copy", label=_("Copy the link"))
    with right:
        _code(link)


def _told(link: str, says: Message | None) -> None:
    """Say what may keep others from opening it."""
    if says:
        st.info(plain(say(says)), icon=":material/lan:")
    if len(link) > LONGEST_LINK:
        st.warning(_("This link has {length:,} characters. Many servers and messengers cut or refuse links of more "
                     "than {most:,}, so it may not open for others. Try it first, or set up something smaller: fewer "
                     "layers, shorter names, a smaller grid.").format(length=len(link), most=LONGEST_LINK),
                   icon=":material/link_off:")


def _code(link: str) -> None:
    """Show the link as a code for phones."""
    if len(link) > paper.LONGEST:
        st.caption(_("The link is too long for a QR code."))
        return
    st.image(paper.qr_code(link), width="stretch")
    st.caption(_("Point a phone's camera at it.") if len(link) <= SCANNED else _(
        "A long link makes a fine code: phones read it from near by only."))
