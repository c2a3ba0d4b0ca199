"""What came of a question: bars with what was thought, a histogram, or a map of where all pointed; and the working."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from explorer import figures
from explorer.classroom import ClassQuestion, Tally, TallyBar, read_cell
from explorer.errors import Message
from explorer.exercises import NumberAnswer, read_number
from explorer.figures import CountedAnswer
from pages.classroom.grounds import ground_of
from pages.classroom.question_card import is_drawn
from pages.ui import exhibits, projector
from pages.ui.components import chart, point_at
from pages.ui.errors import plain
from pages.ui.text import _, say

MOST_BARS = 6
"""Bars that a wall has room for; the right one is always among them."""
BELOW_A_HISTOGRAM = 3
FEWEST_NUMBERS = 4
"""Different numbers from which on a histogram says more than bars alone."""
LETTER = 17
LARGER = 1.4
"""Of letters in projector mode, as the styles of the frame have it."""

WIDE = 1.25
"""Columns for each row from which on a picture counts as wide."""

Pair = tuple[TallyBar, int | None]
"""A bar, and how many gave this answer the time before; None: it was not asked before."""


def results(asked: ClassQuestion, tally: Tally, *, key: str, before: Tally | None = None, reveal: bool = True,
            own: str = "") -> None:
    """Show what a class answered.

    Args:
        asked: the question.
        tally: what came of it.
        key: of its charts.
        before: what came of it the time before.
        reveal: whether the right answer is marked, and slips are named.
        own: what the reader answered; marked.
    """
    if not tally.count:
        st.caption(_("Nobody has answered."))
        if not reveal:
            return
    shown = with_right(asked, paired(tally, before)) if reveal else paired(tally, before)
    if tally.cells:
        _map(asked, tally, key=key, reveal=reveal, own=own)
    elif len(tally.bars) >= FEWEST_NUMBERS and tally.counts:
        _histogram(asked, tally, before, key=key, reveal=reveal)
        shown = chosen(shown, BELOW_A_HISTOGRAM, reveal=reveal)
    if not tally.cells:
        _bars(asked, chosen(shown, MOST_BARS, reveal=reveal), tally, reveal=reveal, own=own)
    if reveal and tally.count and tally.right is not None:
        st.markdown(summary(tally, before))


def paired(tally: Tally, before: Tally | None) -> list[Pair]:
    """Return the bars with how many gave each answer the time before; answers that nobody gives any more come last."""
    if before is None:
        return [(bar, None) for bar in tally.bars]
    now = [(bar, sum(other.count for other in before.bars if _same(bar, other))) for bar in tally.bars]
    left = [other for other in before.bars if not any(_same(bar, other) for bar in tally.bars)]
    return [*now, *((replace(other, count=0), other.count) for other in left)]


def with_right(asked: ClassQuestion, shown: list[Pair]) -> list[Pair]:
    """Return the bars with one for the right answer, also where nobody gave it."""
    if asked.input in {"choice", "point"} or not asked.right_text or any(bar.right for bar, _before in shown):
        return shown
    missing = asked.right_text.partition("|")[0].strip() if asked.input == "text" else asked.right_text
    asked_before = any(before is not None for _bar, before in shown)
    return [*shown, (TallyBar(missing, 0, right=True), 0 if asked_before else None)]


def chosen(shown: Sequence[Pair], most: int, *, reveal: bool) -> list[Pair]:
    """Return so many of the bars, in their order: all of a choice, otherwise the most frequent, and the right one."""
    if len(shown) <= most or shown[0][0].letter:
        return list(shown)
    taken = list(shown[:most])
    right = [pair for pair in shown[most:] if pair[0].right] if reveal else []
    return [*taken[:most - len(right)], *right]


def summary(tally: Tally, before: Tally | None) -> str:
    """Return how many were right, and how many the time before."""
    right = tally.right or 0
    now = _("**{right} of {count}** are right: {share}.").format(
        right=right, count=tally.count, share=percent(right, tally.count))
    if before is None or not before.count or before.right is None:
        return now
    return f"{now} " + _("The time before: {share}.").format(share=percent(before.right, before.count))


def percent(part: int, whole: int) -> str:
    """Return a share in whole per cent: a class is too small for more."""
    return f"{round(100 * part / whole)} %"


def working(asked: ClassQuestion) -> None:
    """Show how the right answer of an exercise is found, and the page on which it can be seen."""
    made = asked.exercise
    if made is None:
        if asked.right_text:
            st.markdown(_("**Right is:** {answer}").format(answer=right_words(asked)))
        return
    exhibits.solution(made.asked.working)


def right_words(asked: ClassQuestion) -> str:
    """Return the right answer of a teacher's own question in words, as plain text of markdown."""
    if asked.input == "point":
        return cell_words(asked, asked.right)
    return plain(asked.right_text.replace("|", " / "))


def cell_words(asked: ClassQuestion, told: str) -> str:
    """Return a cell as readers count: rows and columns from 1."""
    row, column = read_cell(told, asked.rows, asked.columns)
    return _("row {row}, column {column}").format(row=row + 1, column=column + 1)


def label_of(bar: TallyBar, *, is_drawn: bool = False) -> str:
    """Return what stands before a bar: the answer; of a choice its letter, too, and alone where options are drawn."""
    says = say(bar.says) if isinstance(bar.says, Message) else bar.says
    if is_drawn:
        return bar.letter
    return f"{bar.letter}  {says}" if bar.letter and says else bar.letter or says


def counted(pair: Pair, *, reveal: bool, own: str, is_drawn: bool = False) -> CountedAnswer:
    """Return how one bar is drawn."""
    bar, before = pair
    told = [f"{bar.count}"]
    if reveal and bar.right:
        told.append("✓")
    if before is not None:
        told.append(_("(before: {count})").format(count=before))
    if own and own in bar.answers:
        told.append("· " + _("your answer"))
    note = say(bar.slip) if reveal and bar.slip else ""
    return CountedAnswer(label_of(bar, is_drawn=is_drawn), bar.count, " ".join(told), note,
                         is_right=reveal and bool(bar.right), before=before)


def _bars(asked: ClassQuestion, shown: Sequence[Pair], tally: Tally, *, reveal: bool, own: str) -> None:
    if not shown:
        return
    told = [counted(pair, reveal=reveal, own=own, is_drawn=is_drawn(asked)) for pair in shown]
    st.html(figures.counted_html(told, title=_("Answers and how many gave them"),
                                 is_dark=st.context.theme.type == "dark"))
    rest = len(tally.bars) - sum(1 for bar, _before in shown if bar.count)
    if rest > 0 and not tally.bars[0].letter:
        st.caption(_("and {count} other answers").format(count=rest))


def on_edges(edges: Sequence[float], tally: Tally) -> list[int]:
    """Return how many answers of another time fall into each bin; those beyond the edges into none."""
    counts = [0] * (len(edges) - 1)
    for bar in tally.bars:
        place = figures.bin_of(edges, float(read_number(bar.answers[0])))
        if place is not None:
            counts[place] += bar.count
    return counts


def _histogram(asked: ClassQuestion, tally: Tally, before: Tally | None, *, key: str, reveal: bool) -> None:
    right = asked.answers
    known = reveal and isinstance(right, NumberAnswer)
    letter = round(LETTER * (LARGER if projector.is_on() else 1))
    figure = figures.number_histogram(
        tally.edges, tally.counts, value=_("answer"), people=_("students"), letter=letter, height=13 * letter,
        right=(float(right.value), right.text) if known and isinstance(right, NumberAnswer) else None,
        before=on_edges(tally.edges, before) if before else None)
    chart.plot(figure, key=f"{key}_histogram", alt=_("Histogram of the answers, from {least} to {most}.").format(
        least=f"{tally.edges[0]:g}", most=f"{tally.edges[-1]:g}"))
    if far := tally.count - sum(tally.counts):
        st.caption(_("Too far out to be drawn: {count} of the answers.").format(count=far))


def _map(asked: ClassQuestion, tally: Tally, *, key: str, reveal: bool, own: str) -> None:
    ground = ground_of(asked)
    right = read_cell(asked.right, asked.rows, asked.columns) if reveal and asked.right else None
    with st.container(key=f"{key}_{form_of(ground)}"):
        point_at.pointed_map(ground, np.array(tally.cells), key=f"{key}_map", right=right,
                             own=point_at.cell_of(own, ground))


def ground_to_see(asked: ClassQuestion, *, key: str) -> None:
    """Show what a class is to point at, without a sign of where."""
    ground = ground_of(asked)
    with st.container(key=f"{key}_{form_of(ground)}"):
        point_at.point_at(ground, chosen=None, key=f"{key}_ground", locked=True)


def form_of(ground: point_at.Pointing) -> str:
    """Return how a picture fits into a wall's height (``pages/web/frame/wall.css``)."""
    across = ground.columns / ground.rows
    return "ground_wide" if across > WIDE else "ground_square" if across >= 1 / WIDE else "ground_tall"


def _same(one: TallyBar, other: TallyBar) -> bool:
    """Say whether two bars, of the same question asked twice, count the same answer."""
    if one.letter:
        return one.letter == other.letter
    return bool(one.right and other.right) or one.says == other.says or not set(one.answers).isdisjoint(other.answers)
