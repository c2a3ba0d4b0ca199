"""Average precision by hand: five detections, one line for each."""

from __future__ import annotations

import streamlit as st

from explorer.detection import area_line, five_detections
from explorer.numbers import number
from pages.ui.components.table import table
from pages.ui.text import _, formula


def five_view() -> None:
    """Show in a section that opens how five detections of three objects become a number."""
    section = st.expander(_("By hand: three objects, five detections"), icon=":material/edit_note:", key="wi_five",
                          on_change="rerun")
    if not section.open:
        return
    with section:
        one = five_detections()
        rows = []
        for place, right in enumerate(one.right.tolist()):
            hits, said = int(one.hits[place]), place + 1
            rows.append({
                _("score"): number(float(one.scores[place]), 3), _("IoU"): number(float(one.overlaps[place]), 3),
                _("verdict"): _("right") if right else _("wrong"),
                _("precision"): f"{hits} / {said} = {number(hits / said, 3)}",
                _("recall"): f"{hits} / {one.objects} = {number(hits / one.objects, 3)}",
                _("largest from here on"): number(float(one.envelope[place]), 3)})
        table(rows, name=_("Five detections, surest first"))
        st.markdown(formula(area_line(one)))
        st.caption(_("Each right detection adds a strip as wide as one object's share of recall and as high as the "
                     "largest precision from there on. The third overlaps its object with IoU {iou} only, so it is "
                     "wrong; the fourth finds the same object well enough.").format(
                         iou=number(float(one.overlaps[2]), 3)))
