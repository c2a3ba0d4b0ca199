"""What the page says in words: about the scene, about cells that are never read, about what does not fit."""

from __future__ import annotations

import streamlit as st

from explorer.convolution import Convolution
from explorer.errors import Message
from pages.step_through import state as step_state
from pages.ui.errors import plain, show
from pages.ui.text import _, say


def about() -> str:
    """Return the sentence under the title."""
    return _("The kernel slides over the input; at each stop, the products under it are summed into one output cell.")


def refusals(refused: Message | None) -> None:
    """Say what was wrong with the link, and why the picture does not follow."""
    for problem in step_state.problems():
        st.warning(plain(say(problem)), icon=":material/link_off:")
    if refused:
        show(refused)
        st.caption(_("The picture shows the last convolution that fitted; your settings are kept."))


def notes(conv: Convolution) -> str:
    """Return the line under the picture: cells that are never read, the scene's own sentence, or what to do."""
    unread = _unread(conv)
    if unread:
        return unread
    scene = step_state.scene()
    if scene and scene is not step_state.first_scene():
        return f"{_(scene.about)} {scene.source}".strip()
    return _("Point at an output cell to see where it comes from, at an input cell to see where it goes. Click an "
             "input or kernel cell to change it.")


def _unread(conv: Convolution) -> str:
    one = [_("slice {places}"), _("row {places}"), _("column {places}")][-conv.dims:]
    many = [_("slices {places}"), _("rows {places}"), _("columns {places}")][-conv.dims:]
    parts = [(one if len(cells) == 1 else many)[axis].format(places=", ".join(str(at + 1) for at in cells))
             for axis, cells in enumerate(conv.unread) if cells]
    if not parts:
        return ""
    return _("Hatched cells are never read: {cells}. The stride of {stride} steps over them; padding, a larger kernel "
             "or a smaller stride would reach them.").format(cells=f" {_('and')} ".join(parts),
                                                             stride=max(conv.strides))
