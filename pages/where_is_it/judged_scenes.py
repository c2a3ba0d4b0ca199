"""The scenes behind a point of the curve: what is right, wrong and missed there."""

from __future__ import annotations

import streamlit as st

from explorer import experiments, figures
from explorer.detection import Judged
from explorer.numbers import number
from explorer.scenes import drawn
from pages.ui.text import _
from pages.where_is_it.state import state

SHOWN = 8
"""Scenes that are shown, those with the most mistakes first."""
SIDE, SHARP = 64, 192
"""px of the scene that boxes are told in; px of the picture that is shown."""


def scenes_view(found: experiments.DetectedScenes, one: Judged, category: int | None) -> None:
    """Show the scene of the last detection that counts, then those with the most mistakes."""
    count = one.kept(state.now.good_sure)
    missed = found.missed(one, count, category)
    wrong = one.pictures[:count][~one.right[:count]].tolist()
    mistakes = [wrong.count(picture) + sum(place[0] == picture for place in missed)
                for picture in range(len(found.scenes))]
    last = int(one.pictures[count - 1]) if count else -1
    order = sorted(range(len(found.scenes)), key=lambda picture: (picture != last, -mistakes[picture], picture))
    st.markdown(_("**The scenes at this threshold** :gray[green: right; orange, dashed: wrong; black, dotted: missed]"))
    if count:
        st.caption(_("First the scene of the detection at the threshold, drawn bold: score {score}, IoU {iou}, "
                     "{verdict}. Then those with the most mistakes.").format(
                         score=number(float(one.scores[count - 1]), 3), iou=number(float(one.overlaps[count - 1]), 3),
                         verdict=_("right") if one.right[count - 1] else _("wrong")))
    for start in range(0, min(SHOWN, len(order)), 4):
        for column, picture in zip(st.columns(4, gap="small"), order[start:start + 4], strict=False):
            with column:
                _scene(found, one, picture, [place for at, place in missed if at == picture], count)


def _scene(found: experiments.DetectedScenes, one: Judged, picture: int, missed: list[int], count: int) -> None:
    rows = [row for row in range(count) if one.pictures[row] == picture]
    boxes = [figures.JudgedBox(found.truth[picture].boxes[place].tolist(), "missed") for place in missed]
    boxes += [figures.JudgedBox(found.found[picture].boxes[one.places[row]].tolist(),
                                "right" if one.right[row] else "wrong", chosen=row == count - 1)
              for row in reversed(rows)]
    right = int(one.right[rows].sum())
    told = _("{right} right, {wrong} wrong, {missed} missed").format(right=right, wrong=len(rows) - right,
                                                                   missed=len(missed))
    st.image(figures.judged_svg(drawn(found.scenes[picture], SHARP), boxes, side=SIDE, title=told), width="stretch",
             alt=told, caption=told)
