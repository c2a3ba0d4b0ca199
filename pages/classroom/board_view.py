"""The board: what the class has trained, epoch by epoch, the best in front; who waits, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from explorer import classroom, figures, jobs, training
from explorer.classroom import BoardRow, ClassReader
from pages.ui.components.chart import plot
from pages.ui.components.table import table
from pages.ui.errors import told_to_reader
from pages.ui.reader import reader
from pages.ui.text import _
from pages.ui.training_words import soon, state_text

FRESH_S = 1.5
"""How long what was found is good for, s: all who look at a board share it."""
NAMED = 3
"""Trainings that are named for those who do not see the chart."""


def board(code: str) -> None:
    """Show the board of a room to its teacher, and to those who are in it."""
    with told_to_reader():
        rows = trainings(code)
        if not rows:
            st.info(_("Nobody has trained anything yet. Each training that a student starts while in this room stands "
                      "here: its curve, its best accuracy, and when it begins."), icon=":material/show_chart:")
            st.page_link("fine_tune/page.py", label=_("Fine-tune a network"), icon=":material/arrow_forward:")
            return
        shown = _of_one_set(classroom.of_data(rows))
        left, right = st.columns([0.58, 0.42], gap="medium")
        with left:
            _chart(shown)
        with right, st.container(height=360, border=False, key="cl_board_rows"):
            table([_told(place, row) for place, row in enumerate(shown, 1)], name=_("Trainings of the class"))
        st.caption(queue_text(rows))


def trainings(code: str) -> list[BoardRow]:
    """Return what the class has trained, the best first.

    Raises:
        RoomError: this reader is not in the room.
    """
    return _rows(classroom.rooms().shared.class_readers(code, reader()))


@st.cache_resource(ttl=FRESH_S, max_entries=64, show_spinner=False, hash_funcs={ClassReader: repr})
def _rows(readers: tuple[ClassReader, ...]) -> list[BoardRow]:
    """Return what ``readers`` have trained. Whoever asks has been let in, and finds the same as everybody."""
    return classroom.board_rows(readers, jobs.connected().owned_by([one.owner for one in readers]), jobs.jobs_folder())


def _of_one_set(groups: dict[str, list[BoardRow]]) -> list[BoardRow]:
    """Return the trainings on the pictures that are chosen: only those are comparable."""
    names = list(groups)
    if len(names) == 1:
        return groups[names[0]]
    chosen = st.segmented_control(_("Pictures"), names, format_func=data_title, default=names[0], required=True,
                                  key="cl_board_data", label_visibility="collapsed")
    return groups.get(str(chosen), groups[names[0]])


def data_title(data: str) -> str:
    """Return what readers call a data set."""
    return _(training.SETS[data].title) if data in training.SETS else _("Own pictures")


def _chart(rows: Sequence[BoardRow]) -> None:
    is_accuracy = all(row.watched == classroom.ACCURACY for row in rows)
    st.markdown(_("**Accuracy on pictures that nobody learns from** :gray[validation, %]") if is_accuracy else
                _("**Measure on pictures that nobody learns from** :gray[validation, %]"))
    curves = [figures.ClassCurve(row.nickname, row.points) for row in rows]
    figure = figures.class_curves(curves, epochs=max(row.epochs for row in rows), epoch=_("epoch"))
    plot(figure, key="cl_board_chart", alt=alt_text(rows))


def alt_text(rows: Sequence[BoardRow]) -> str:
    """Return the chart in words: how many there are, and the best."""
    best = [_("{name} {share:.1f} %").format(name=row.nickname, share=100 * row.best)
            for row in rows if row.best is not None][:NAMED]
    return _("Curves of {count} trainings. The best so far: {best}").format(
        count=len(rows), best=", ".join(best) or _("none"))


def _told(place: int, row: BoardRow) -> dict[str, Any]:
    """Return a line of the table."""
    return {"": str(place) if row.best is not None else "",
            _("Student"): row.nickname,
            _("Best, %"): "" if row.best is None else f"{100 * row.best:.1f}",
            _("Test, %"): "" if row.tested is None else f"{100 * row.tested:.1f}",
            _("How it stands"): stands(row)}


def stands(row: BoardRow) -> str:
    """Return how far a training is."""
    if row.job.state in ("running", "stopped") and row.curve:
        return _("{state}, epoch {epoch} of {epochs}").format(
            state=state_text(row.job), epoch=int(row.curve[-1]["number"]), epochs=row.epochs)
    if row.job.place and row.job.wait_s is not None:
        return _("waits, starts {soon}").format(soon=soon(row.job.wait_s))
    return state_text(row.job)


def queue_text(rows: Sequence[BoardRow]) -> str:
    """Return in a sentence how many wait, and when the last of them begins."""
    waiting = [row.job.wait_s for row in rows if row.job.state == "queued"]
    running = sum(row.job.state == "running" for row in rows)
    told = _("{done} done, {running} running, {waiting} waiting.").format(
        done=sum(row.job.state == "done" for row in rows), running=running, waiting=len(waiting))
    known = [wait for wait in waiting if wait is not None]
    if known:
        told += " " + _("The last of them starts {soon}. Short trainings go first, and students take turns.").format(
            soon=soon(max(known)))
    return told
