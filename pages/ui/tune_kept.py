"""The ZIP files that a reader keeps on this server: how much they take, and a way to remove them."""

from __future__ import annotations

import streamlit as st

from explorer.settings import settings
from pages.fine_tune import state as tune_state
from pages.ui.errors import plain
from pages.ui.training_words import size
from pages.ui.reader import reader
from pages.ui.text import _


def kept() -> None:
    """List this reader's ZIP files, if there are any; each can be removed."""
    from explorer.training.data.upload.store import owned

    found = owned(reader())
    if not found:
        return
    used = sum(one.size for one in found)
    with st.expander(_("Your ZIP files on this server take {used} of {most}").format(
            used=size(used), most=size(settings().uploads_bytes_per_reader)), icon=":material/folder_zip:"):
        for one in found:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{plain(one.title or _('ZIP'))} :gray[{size(one.size)}]", width="stretch")
                st.button(_("Remove"), icon=":material/delete:", on_click=_remove, args=(one.name,),
                          key=f"ft_remove_{one.name}", help=_("Trainings that wait for it will not find it"))


def _remove(name: str) -> None:
    from explorer.training.data.upload.store import forget_zip

    forget_zip(name, reader())
    tune_state.forget(name)
