"""A reader's own pictures as a ZIP of class folders: looked through off the page's thread, then used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import streamlit as st

from explorer import training
from explorer.errors import message
from explorer.runtime import OnProgress, Task, mebibytes, size_text, switches, tasks
from explorer.settings import settings
from pages.fine_tune.state import forget, use_upload
from pages.fine_tune.zip_names import Answer, class_names, is_open, questions
from pages.ui import allowance, long_task
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.components.table import table
from pages.ui.errors import plain, show, told_to_reader, uploads_are_off
from pages.ui.reader import reader
from pages.ui.text import _, say

MOST_LISTED = 50
EACH = 4


def tell(report: training.ZipReport, answer: Answer) -> None:
    """Show why a ZIP cannot be used, or what is in it, what its names leave open, and what is left out."""
    for reason in report.refused:
        show(reason)
    if report.classes and report.is_usable:
        total = sum(sum(one.counts.values()) for one in report.classes)
        st.markdown(_("**{pictures:,} pictures in {classes} classes**").format(pictures=total,
                                                                              classes=len(report.classes)))
    questions(report, answer)
    if report.small and report.is_usable and not is_open(report):
        st.warning(_("Too few pictures, so left out: {names}.").format(names=plain(", ".join(report.small)[:500])),
                   icon=":material/warning:")
    if report.twins:
        with st.expander(_("Left out, as their picture is there before or in another class: {count} "
                           "files").format(count=sum(len(one.left_out) for one in report.twins)),
                         icon=":material/content_copy:"):
            table(twin_rows(report.twins[:MOST_LISTED]), name=_("Pictures that are left out"))
    shown = [(one.name, picture, sum(one.counts.values())) for one in report.classes for picture in one.grid[:EACH]]
    if shown:
        about = [Tile(name, _("of {count}").format(count=count)) for name, _picture, count in shown]
        tiles(np.stack([picture for _name, picture, _count in shown]), about, key="ft_report_grid", side=64,
              name=_("Pictures of each class"))
    if report.is_usable:
        class_names(report, answer)
    if twice := sum(one.count for one in report.unused if one.what == training.TWICE):
        st.info(_("The set is packed again inside itself: {count:,} pictures are there twice. One of each is "
                  "used.").format(count=twice), icon=":material/content_copy:")
    _tell_unused(report)


def _tell_unused(report: training.ZipReport) -> None:
    """Name the files that are not used by folder and kind, with what to do; at once where nothing can be learned."""
    if not report.unused:
        return
    with st.expander(_("Files that are not used: {count:,}").format(count=sum(one.count for one in report.unused)),
                     icon=":material/block:", expanded=bool(report.refused)):
        st.markdown("\n".join(map(_unused_line, report.unused[:MOST_LISTED])))
        if len(report.unused) > MOST_LISTED:
            st.caption(_("{count} of {all} are shown.").format(count=MOST_LISTED, all=len(report.unused)))


def twin_rows(twins: Sequence[training.Twins]) -> list[dict[str, str]]:
    """Return the table of pictures that are there more than once."""
    why = {"class": _("more than once in its class"), "classes": _("in more than one class: which is right?"),
           "parts": _("also among those to measure on or to choose by")}
    return [{_("Left out"): ", ".join(one.left_out), _("The same as"): one.kept, _("Why"): why[one.kind]}
            for one in twins]


def _unused_line(one: training.Unused) -> str:
    line = _("- **{folder}** · {count:,}: {what}") if "name" in one.what.values else _(
        "- **{folder}** · {count:,} such as {example}: {what}")
    return line.format(folder=plain(one.folder or _("in no folder")), count=one.count, example=plain(one.example),
                       what=plain(say(one.what)))


_FILE, _CHOSEN = "ft_zip", "ft_given"


@dataclass(slots=True)
class Chosen:
    """A ZIP that has arrived, kept for the visit until it is used, replaced or taken back."""

    number: str
    """Of this very upload."""
    title: str
    """What the file is called."""
    data: bytes
    task: Task[training.ZipReport] | None = None
    """The look through it, once there was room to begin."""
    report: training.ZipReport | None = None
    """What it found, read by what the reader has answered since."""


def upload() -> None:
    """Ask for a ZIP, say what is in it, and use it if the reader wants to. Other steps may be open meanwhile."""
    st.markdown(_("One folder per class, with pictures in it: `cats/1.jpg`, `dogs/2.jpg`, ... Folders `train`, `val` "
                  "and `test` around them are used if they are there. Names like `cat.0.jpg` or a table `labels.csv` "
                  "(file, class) do, too."))
    if not uploads_are_off():
        st.file_uploader(_("ZIP of class folders"), key=_FILE, label_visibility="collapsed",
                         max_upload_size=mebibytes(settings().zip_bytes), on_change=_arrived)
    chosen: Chosen | None = st.session_state.get(_CHOSEN)
    if chosen is not None:
        with told_to_reader():
            _shown(chosen)
    kept_uploads()


def _arrived() -> None:
    """Take what the reader gave, or forget what they took back."""
    before: Chosen | None = st.session_state.pop(_CHOSEN, None)
    if before and before.task:
        before.task.cancel(reader())
    file = st.session_state[_FILE]
    if file is not None:
        st.session_state[_CHOSEN] = Chosen(file.file_id, file.name, file.getvalue())


def _shown(chosen: Chosen) -> None:
    """Show the look through a ZIP: how far it is, or what it found.

    Raises:
        BusyError: it cannot begin now.
    """
    st.markdown(f"**{plain(chosen.title)}**")
    if chosen.task is None and not _begun(chosen):
        return
    task = chosen.task
    if task is None or long_task.running(task, key="ft_check"):
        return
    if task.result is not None:
        _answered(chosen, task.result)
        return
    if task.error:
        show(task.error.message)
    st.button(_("Look through it"), icon=":material/play_arrow:", key="ft_check_again", on_click=_again, args=(chosen,))


def _begun(chosen: Chosen) -> bool:
    """Begin to look through a ZIP; where there is no room, say so, and offer to try again."""
    with told_to_reader():
        switches.refuse_uploads()
        chosen.task = tasks.start(("zip", chosen.number), partial(_look, chosen.data), reader())
        return True
    st.button(_("Try again"), icon=":material/refresh:", key="ft_check_again")
    return False


def _again(chosen: Chosen) -> None:
    chosen.task = chosen.report = None


def _look(data: bytes, report: OnProgress) -> training.ZipReport:

    return training.check_zip(data, partial(report, note=message("Looking at every picture")))


def _answered(chosen: Chosen, found: training.ZipReport) -> None:
    """Say what is in a ZIP, and offer to use it.

    Raises:
        LimitError: the reader keeps too much already, or uploads are switched off.
    """
    report = chosen.report = chosen.report or found
    tell(report, partial(_reread, chosen))
    if report.folders is None or not report.is_usable:
        return
    waits = is_open(report)
    if st.button(_("Use these pictures"), icon=":material/check:", key="ft_use", disabled=waits,
                 type="secondary" if waits else "primary",
                 help=_("First say above what the classes are") if waits else None):
        switches.refuse_uploads()
        name = training.keep_zip(chosen.data, reader(), chosen.title, report.folders.settled(report.answers),
                                 times=allowance.factor())
        del st.session_state[_CHOSEN]
        use_upload(name)
        st.rerun()


def _reread(chosen: Chosen, answers: training.Answers) -> None:
    if chosen.report:
        chosen.report = chosen.report.answered(answers)


def kept_uploads() -> None:
    """List this reader's ZIP files, if there are any; each can be removed."""
    found = training.owned(reader())
    if not found:
        return
    used, most = sum(one.size for one in found), int(settings().uploads_bytes_per_reader * allowance.factor())
    with st.expander(_("Your ZIP files on this server take {used} of {most}").format(
            used=size_text(used), most=size_text(most)), icon=":material/folder_zip:"):
        for one in found:
            with st.container(horizontal=True, vertical_alignment="center"):
                called = plain(one.title) or "ZIP"
                st.markdown(f"{called} :gray[{size_text(one.size)}]", width="stretch")
                st.button(_("Remove"), icon=":material/delete:", on_click=_remove, args=(one.name,),
                          key=f"ft_remove_{one.name}", help=_("Trainings that wait for it will not find it"))


def _remove(name: str) -> None:

    training.forget_zip(name, reader())
    forget(name)
