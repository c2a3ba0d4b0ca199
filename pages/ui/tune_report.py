"""What a reader is told of their ZIP of class folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from pages.ui.errors import plain, show
from pages.ui.text import _, say
from pages.ui.components.picture_tiles import Tile, tiles

if TYPE_CHECKING:
    from explorer.training.data.upload.report import ZipReport

MOST_LISTED = 50
EACH = 4


def tell(report: ZipReport) -> None:
    """Show why a ZIP cannot be used, or what is in it and what is left out."""
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
