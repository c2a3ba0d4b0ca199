"""A reader's own pictures as a ZIP of class folders: checked before it is used, with a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from explorer.settings import settings
from pages.ui import tune_state
from pages.ui.errors import plain, show, told_to_reader
from pages.ui.text import _, say
from pages.ui.tiles import Tile, tiles

if TYPE_CHECKING:
    from explorer.training.zip_report import ZipReport

MOST_LISTED = 50
EACH = 4


def upload() -> None:
    """Ask for a ZIP, say what is in it, and use it if the reader wants to."""
    st.markdown(_("One folder per class, with PNG, JPEG or WebP pictures in it: `cats/1.jpg`, `dogs/2.jpg`, ... "
                  "Folders `train`, `val` and `test` around them are used if they are there."))
    file = st.file_uploader(_("ZIP of class folders"), type=["zip"], key="ft_zip", label_visibility="collapsed",
                            max_upload_size=max(1, settings().zip_bytes // 2**20))
    if file is None:
        return
    from explorer.training.uploads import keep_zip
    from explorer.training.zip_report import check_zip

    data = file.getvalue()
    with st.spinner(_("Looking at every picture"), show_time=True):
        report = _checked(file.file_id, data, check_zip)
    _tell(report)
    if report.is_usable and st.button(_("Use these pictures"), icon=":material/check:", key="ft_use"):
        with told_to_reader():
            name = keep_zip(data)
            used = [one for one in report.classes if not one.is_small]
            tune_state.count(name, sum(sum(one.counts.values()) for one in used), len(used))
            st.session_state["ft_own"] = False
            tune_state.choose(data=name)
            st.rerun()


def _checked(file_id: str, data: bytes, check: object) -> ZipReport:
    """Return the report on this upload, made once."""
    known = st.session_state.get("ft_report")
    if known is None or known[0] != file_id:
        known = file_id, check(data)  # type: ignore[operator]
        st.session_state["ft_report"] = known
    report: ZipReport = known[1]
    return report


def _tell(report: ZipReport) -> None:
    for reason in report.refused:
        show(reason)
    if report.classes:
        total = sum(sum(one.counts.values()) for one in report.classes)
        st.markdown(_("**{pictures:,} pictures in {classes} classes**").format(pictures=total,
                                                                              classes=len(report.classes)))
    if report.small:
        st.warning(_("Too few pictures, so left out: {names}.").format(names=plain(", ".join(report.small)[:500])),
                   icon=":material/warning:")
    if report.unreadable:
        with st.expander(_("{count} pictures cannot be read and are left out").format(count=len(report.unreadable)),
                         icon=":material/broken_image:"):
            st.dataframe([{_("File"): name, _("Why"): say(reason)} for name, reason in report.unreadable[:MOST_LISTED]],
                         hide_index=True)
    if report.ignored:
        st.caption(_("{count} files are no pictures in a class folder and are not used.").format(
            count=len(report.ignored)))
    shown = [(one.name, picture, sum(one.counts.values())) for one in report.classes for picture in one.grid[:EACH]]
    if shown:
        about = [Tile(name, _("of {count}").format(count=count)) for name, _picture, count in shown]
        tiles(np.stack([picture for _name, picture, _count in shown]), about, key="ft_report_grid", side=64,
              name=_("Pictures of each class"))
