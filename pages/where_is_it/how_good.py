"""Precision and recall of the detector on fresh scenes, the curve of both, and average precision in three ways."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer import experiments, figures
from explorer.detection import COCO_RECALLS, ELEVEN_RECALLS, Judged, mean_over, share_lines
from explorer.errors import N_
from explorer.numbers import number
from explorer.scenes import KIND_NAMES, KINDS
from pages.ui.components.chart import plot
from pages.ui.components.table import table
from pages.ui.errors import told_to_reader
from pages.ui.tab import Tab
from pages.ui.text import _, formula
from pages.where_is_it.five_detections import five_view
from pages.where_is_it.how_good_settings import AREAS, COUNTS, EVERY, MOST_SET
from pages.where_is_it.judged_scenes import scenes_view
from pages.where_is_it.state import state

CLICKED = "wi_curve"


def how_good_view() -> None:
    """Show the detector's curve with the reader's threshold on it, its numbers, and the scenes behind them."""
    now = state.now
    with told_to_reader():
        _scenes_bar()
        seen = experiments.detected_scenes(now.good_set, now.good_count)
        one = seen.judged(now.good_iou, _category())
        left, right = st.columns([0.56, 0.44], gap="medium")
        with left:
            _curve(one)
        with right:
            _counts(one)
            _classes(seen)
        scenes_view(seen, one, _category())
    five_view()


def _category() -> int | None:
    return None if state.now.good_class == EVERY else KINDS.index(state.now.good_class)


def _scenes_bar() -> None:
    names = {EVERY: _("all together"), **{kind: _(KIND_NAMES[kind]) for kind in KINDS}}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.slider(_("A detection counts from score"), 0.0, 1.0, step=0.01, width=230, **state.bind("good_sure"))
        st.slider(_("It is right from IoU"), 0.5, 0.95, step=0.05, width=200, **state.bind("good_iou"))
        st.selectbox(_("Class"), list(names), format_func=names.__getitem__, width=160, **state.bind("good_class"))
        st.selectbox(_("Fresh scenes"), list(COUNTS), width=100, **state.bind("good_count"))
        st.button(_("Other scenes"), icon=":material/casino:", key="wi_good_next", on_click=_other_scenes, wrap=False)


def _other_scenes() -> None:
    state.change(good_set=(state.now.good_set + 1) % (MOST_SET + 1))


def _counts(one: Judged) -> None:
    """Show how many are right, wrong and missed, and precision and recall with their working."""
    count = one.kept(state.now.good_sure)
    right = int(one.right[:count].sum())
    parts = ((_("right"), right), (_("wrong"), count - right), (_("missed"), one.objects - right))
    for column, (name, value) in zip(st.columns(3, gap="small"), parts, strict=True):
        column.metric(name, value, border=True)
    for line in share_lines(right, count - right, one.objects - right):
        st.markdown(formula(line))


def _curve(one: Judged) -> None:
    titles = dict(zip(AREAS, (_("All points"), _("11 points"), _("COCO's 101")), strict=True))
    st.segmented_control(_("Average precision by"), list(AREAS), format_func=titles.__getitem__, required=True,
                         **state.bind("good_area"))
    if not one.objects or not len(one):
        st.info(_("Nothing to draw: {objects} objects of this class and {found} detections. Take more scenes.").format(
            objects=one.objects, found=len(one)))
        return
    values = dict(zip(AREAS, (one.by_all_points, one.by_eleven_points, one.by_coco_points), strict=True))
    recalls = {"eleven": ELEVEN_RECALLS, "coco": COCO_RECALLS}.get(state.now.good_area)
    area = figures.envelope_edge(one.recall, one.envelope) if recalls is None else (recalls, one.at_recalls(recalls))
    found = number(values[state.now.good_area], 4)
    figure = figures.precision_recall(
        one.recall, one.precision, one.scores, area=area, bars=recalls is not None,
        point=one.kept(state.now.good_sure) - 1, axes=(_("recall"), _("precision")),
        names=(_("detections, surest first"), _("AP {value}").format(value=found), _("your threshold")),
        hover=_("score %{customdata:.3f}: recall %{x:.3f}, precision %{y:.3f}") + "<extra></extra>")
    plot(figure, key=CLICKED, on_select=_take, selection_mode="points",
         alt=_("Precision against recall; the area is {value}").format(value=found))
    st.caption(_("Click a point: its score becomes the threshold. The area is under the largest precision at each "
                 "recall or a higher one."))


def _take() -> None:
    """Take over the score of the detection that was clicked."""
    chosen: Any = st.session_state.get(CLICKED)
    points = (chosen or {}).get("selection", {}).get("points") or []
    score = points[0].get("customdata") if points else None
    score = score[0] if isinstance(score, list | tuple) and score else score
    if isinstance(score, int | float) and 0 <= score <= 1:
        state.change(good_sure=max(0.0, int(score * 1e6) / 1e6))


def _classes(seen: experiments.DetectedScenes) -> None:
    """Show the average precision of every class in three ways, and their means."""
    rows = seen.qualities(state.now.good_iou)
    names = (_("all points"), _("11 points"), _("COCO's 101"), _("IoU 0.5 to 0.95"))
    numbers: list[tuple[str, str, tuple[float, ...]]] = [(_(KIND_NAMES[KINDS[one.category]]), str(one.objects),
                (one.all_points, one.eleven_points, one.coco_points, one.over_thresholds)) for one in rows]
    means = tuple(mean_over(column) for column in zip(*(values for _name, _count, values in numbers), strict=True))
    numbers.append((_("mean"), str(sum(one.objects for one in rows)), means))
    table([{_("Class"): name, _("objects"): count, **{title: f"{value:.3f}" if value == value else "–"
                                                      for title, value in zip(names, values, strict=True)}}
           for name, count, values in numbers], name=_("Average precision of each class"))
    st.caption(_("The first three at IoU {iou:g}; the last is COCO's mean over ten thresholds. pycocotools gives the "
                 "same numbers.").format(iou=state.now.good_iou))


TAB = Tab("how_good", N_("How good is it?"),
          N_("Move the score from which a detection counts: why does precision fall where recall rises?"),
          how_good_view)
