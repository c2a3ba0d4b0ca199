"""The start page: lessons with what was done of them, then all pages."""

import streamlit as st

from pages.contents import HOME, Entry, sections
from pages.home.lesson_cards import lesson_cards, start_button
from pages.ui.device import device_line
from pages.ui.state import address
from pages.ui.text import _

COLUMNS = 3


def card(entry: Entry) -> None:
    """Draw one page as a card: picture, link, sentence."""
    with st.container(border=True, height="stretch", key=f"card_{entry.name}"):
        st.image(entry.picture(st.context.theme.type), width="stretch", alt="")
        st.page_link(entry.file, label=f"**{_(entry.title)}**", icon=entry.icon)
        st.caption(_(entry.says))


st.title(_(HOME.title))
st.markdown(_("Convolutional networks, made visible: change anything, see every number follow, "
              "and click a number to see how it came about."))
with st.container(horizontal=True, gap="small"):
    start_button()
    if st.button(_("Start with LeNet-5"), icon=":material/layers:", key="home_start"):
        st.switch_page("build_stack/page.py")

pages = [entry for _section, entries in sections() for entry in entries]
st.header(_("Lessons"), anchor=False)
lesson_cards({entry.name for entry in pages})
st.header(_("Pages"), anchor=False)
for first in range(0, len(pages), COLUMNS):
    for column, entry in zip(st.columns(COLUMNS), pages[first:first + COLUMNS], strict=False):
        with column:
            card(entry)

st.caption(_("Networks run on this server: {device}. Photos you open stay in its memory, for you only, and are "
             "forgotten some hours after their last use.").format(device=device_line()))
address.mirror({})
