"""The button *Share* above every page, and the dialog that it opens: the link as others reach it, and its QR code."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from explorer import homework
from explorer.errors import Message
from explorer.settings import settings
from pages.ui import allowance, paper
from pages.ui.components.taking import copy_button
from pages.ui.errors import plain, told_to_reader
from pages.ui.reader import reader
from pages.ui.share.server_address import Listening, ServerAddress, for_others, without_page
from pages.ui.state import address
from pages.ui.task import current_task, task_draft
from pages.ui.task.task_form import task_form
from pages.ui.text import _, say

BUTTON, SHORT = "frame_share", "share_shorts"
LONGEST_LINK = 8000
"""Characters of a link that proxies let through: nginx and Apache take 8 KB for the whole line of a request."""
SCANNED = 400
"""Characters of a link whose code a phone reads from the last row, about: its modules are a hundredth of it."""
FRAME_HEIGHT = 820
"""Of a frame on a course page, px."""
CODE_WIDTH = 300
"""Of a code, px."""
SIDES = [0.6, 0.4]
"""Of the form of a task and its link, as shares."""
OWN = ("present",)
"""Parameters of the frame's that are left out: a wall's mode is not meant for those who scan its code."""


def share_button() -> None:
    """Show the button, and the dialog once it is pressed."""
    pointed = task_draft.ended_pointing()
    if st.button(_("Share"), icon=":material/link:", key=BUTTON) or pointed:
        st.dialog(_("Share this page"), width="large")(_dialog)(at_task=pointed)


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


def _dialog(*, at_task: bool) -> None:
    here, titles = server(), (_("The link"), _("As a task"))
    link, task = st.tabs(titles, default=titles[at_task])
    with link:
        st.markdown(_("Whoever opens this link sees what you see now. Photos and files of your own stay with you."))
        _copied(here, address.shown(), key="share")
    with task:
        left, right = st.columns(SIDES, gap="medium")
        with left:
            text = task_form()
        with right:
            if text:
                _copied(here, {current_task.PARAMETER: text}, key="share_task")
            else:
                st.caption(_("Write what is to be done, or lock something. The link of the task then stands here."))


def _copied(here: ServerAddress, parameters: dict[str, str], *, key: str) -> None:
    """Show a link to be copied, or the short one that was made of it, and its code."""
    target = link_to("", address.page(), parameters)[1:]
    short = st.session_state.get(SHORT, {}).get(target)
    link = f"{here.root}/s/{short}" if short else f"{here.root}/{target}"
    if st.checkbox(_("For a frame on a course page"), key=f"{key}_frame", help=_(
            "HTML for a page of a learning platform. The page is shown there without contents and header.")):
        _framed(f"{here.root}/{target}", key=key)
        return
    st.code(link, language=None, wrap_lines=True)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        copy_button(link, key=f"{key}_copy", label=_("Copy the link"))
        if not short and st.button(_("Make it short"), icon=":material/content_cut:", key=f"{key}_short"):
            _shorten(target)
    _told(link, here.says)
    _code(link)


def _framed(link: str, *, key: str) -> None:
    """Show the HTML that puts a page into another one, and who may do so."""
    source = escape(f"{link}{'&' if '?' in link else '?'}embed=1")
    html = (f'<iframe src="{source}" width="100%" height="{FRAME_HEIGHT}" style="border: 0" '
            'allow="clipboard-write"></iframe>')
    st.code(html, language=None, wrap_lines=True)
    copy_button(html, key=f"{key}_frame_copy")
    if sites := settings().embed_from.split():
        st.caption(plain(_("Pages of these sites may show it: {sites}").format(sites=", ".join(sites))))
    else:
        st.warning(_("This server lets pages of its own site show it only. Whoever runs it names others with "
                     "EXPLORER_EMBED_FROM."), icon=":material/lock:")


def _shorten(target: str) -> None:
    """Keep a short link on this server, and show it from now on."""
    with told_to_reader():
        allowance.spend("short_link")
        code = homework.short_links().make(reader(), target)
        st.session_state.setdefault(SHORT, {})[target] = code
        st.rerun(scope="fragment")


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
    st.image(paper.qr_code(link), width=CODE_WIDTH)
    st.caption(_("Point a phone's camera at it.") if len(link) <= SCANNED else _(
        "A long link makes a fine code: phones read it from near by only."))
