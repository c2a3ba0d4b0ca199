"""What takes long: announced before it starts, started by a click, with progress and a way to stop."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from html import escape
from typing import Any, Generic, TypeVar

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer.runtime import OnProgress, Task, tasks
from pages.ui import allowance
from pages.ui.components import component
from pages.ui.errors import show, told_to_reader
from pages.ui.reader import reader
from pages.ui.text import _, say

T = TypeVar("T")
SIDE = 512
"""Longer side to which small pictures are enlarged, px."""
_PICTURE = ('<img src="{source}" alt="{told}" style="display:block; width:100%; image-rendering:pixelated; '
            'border-radius:0.25rem">')
GROWS_S = 0.4
"""How often a picture that grows is shown anew, s."""


@dataclass(frozen=True, slots=True)
class Slow(Generic[T]):
    """A long computation: the key of its task, its work, and what says its cost to the reader."""

    key: Hashable
    work: Callable[[OnProgress], T]
    cost: Callable[[], str]

    @property
    def task(self) -> Task[T] | None:
        """Return its task, if it has been started."""
        return tasks.find(self.key)

    @property
    def result(self) -> T | None:
        """Return what came out, if it is done."""
        task = self.task
        return task.result if task and task.state == "done" else None


def offer(slow: Slow[T], *, key: str, label: str, primary: bool = False) -> None:
    """Show a button that starts it and what it costs; while it runs, how far it is and a button that stops it."""
    if under_way(slow.task, key=key):
        return
    if st.button(label, icon=":material/play_arrow:", key=f"{key}_start", width="stretch",
                 type="primary" if primary else "secondary"):
        with told_to_reader():
            start(slow)
    st.caption(slow.cost())


def under_way(task: Task[T] | None, *, key: str) -> bool:
    """Show how far a task is, or why it failed; say whether it runs for this reader."""
    if task is None or running(task, key=key):
        return task is not None
    if task.error:
        show(task.error.message)
    return False


def running(task: Task[T], *, key: str) -> bool:
    """Show how far a task is, and a button that stops it; say whether it runs for this reader."""
    if task.state != "running" or not task.watch(reader()):
        return False
    st.fragment(_running, run_every=GROWS_S if task.picture is not None else 1.0)(task, key=key)
    return True


def cost_text(passes: int, seconds: float) -> str:
    """Return what a computation costs."""
    if seconds < 1:
        return _("Passes through the network: {passes:,}, under 1 s").format(passes=passes)
    if seconds < 90:
        return _("Passes through the network: {passes:,}, about {seconds:.0f} s").format(passes=passes, seconds=seconds)
    return _("Passes through the network: {passes:,}, about {minutes:.0f} min").format(passes=passes,
                                                                                      minutes=seconds / 60)


def picture(pixels: NDArray[np.uint8], told: str) -> None:
    """Show a picture (H, W, 3) that grows, or has grown, as wide as its column; ``told``: for those who do not see it.

    It comes with the page: a file on the server would be gone before a slow browser asks for it.
    """
    st.html(_PICTURE.format(source=component.jpeg_address(pixels), told=escape(told)))


def crisp(pixels: NDArray[Any]) -> NDArray[Any]:
    """Return a small picture (H, W, 3) enlarged by whole pixels, so that the browser does not blur it."""
    zoom = max(1, SIDE // max(pixels.shape[:2]))
    return pixels.repeat(zoom, axis=0).repeat(zoom, axis=1)


def _running(task: Task[T], *, key: str) -> None:
    """Show how far a task is. Asks again and again, and shows the page anew once this reader waits no more."""
    if task.state != "running" or not task.watch(reader()):
        st.rerun()
        return
    if task.picture is not None:
        picture(task.picture, _("The picture so far"))
    st.progress(task.share, text=say(task.note) if task.note else _("{share:.0f} %, {seconds:.0f} s").format(
        share=100 * task.share, seconds=task.seconds))
    st.button(_("Cancel"), icon=":material/close:", on_click=task.cancel, args=(reader(),),
              key=f"{key}_cancel", width="stretch", help=_("It goes on for others who wait for it"))


def start(slow: Slow[T]) -> None:
    """Start it, and show the page anew.

    Raises:
        BusyError: too much is computed already.
        LimitError: this reader has started too many.
    """
    if slow.task is None or slow.task.state not in {"running", "done"}:
        allowance.spend("attribution")
    tasks.start(slow.key, slow.work, reader())
    st.rerun()
