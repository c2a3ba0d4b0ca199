"""The frame of every page: title, table of contents, device."""

from itertools import chain
from time import perf_counter
from typing import Literal

import streamlit as st

from explorer.monitoring import timed
from pages.contents import ADMIN, HOME, ICON, Entry, sections
from pages.ui import admins, attending, colour_map, language, projector, theme
from pages.ui.account import login, offer
from pages.ui.classroom_bar import bar
from pages.ui.device import device_line
from pages.ui.lesson_rail import open_lesson, rail
from pages.ui.share.share_dialog import share_button
from pages.ui.state import address, locks
from pages.ui.task import current_task
from pages.ui.task.task_bar import show_task
from pages.ui.text import _

SIDEBAR = 232  # px


def listed(entry: Entry, visibility: Literal["visible", "hidden"] = "visible") -> st.Page:
    """Return the entry as Streamlit lists it."""
    return st.Page(entry.file, title=_(entry.title), icon=entry.icon, url_path=entry.name,
                   default=entry is HOME, visibility=visibility)


began = perf_counter()
locks.refuse_browsers()
language.settle()
colour_map.settle()
# Before the contents: a listed page would put its Material icon on the tab, fetched from another host.
st.set_page_config(page_title=_(HOME.title), page_icon=str(ICON), layout="wide", initial_sidebar_state=SIDEBAR)
contents = {"": [listed(HOME)]} | {_(section): [listed(entry) for entry in entries] for section, entries in sections()}
if admins.is_admin():
    contents |= {_("This server"): [listed(ADMIN)]}
hidden = {} if admins.is_admin() else {" ": [listed(ADMIN, visibility="hidden")]}
page = st.navigation(contents | hidden, expanded=True, position="hidden" if rail.is_open() else "sidebar")
address.arrive(page.url_path, begins=open_lesson.came_with_link())
attending.settle()
current_task.settle()
title = _(HOME.title) if page.title == _(HOME.title) else f"{page.title} · {_(HOME.title)}"
st.set_page_config(page_title=title)
rail.show(page.url_path, {entry.url_path: entry for entry in chain.from_iterable(contents.values())})
st.sidebar.caption(f":material/memory: {device_line()}")
with st.sidebar:
    language.switch()
    colour_map.switch()
    login.show()
theme.mend()
projector.offer(chain.from_iterable(contents.values()), share_button)
bar.show(page.title)
show_task()
login.tell_failure()
offer.show()
with timed(page.url_path or HOME.name, began):
    page.run()
