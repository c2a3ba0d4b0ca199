"""What a class answered stands in a table that a parser reads: labels, counts, notes, and bars in proportion."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from explorer.figures import DARK, LIGHT, CountedAnswer, counted_html
from explorer.figures.counted_html import SHORT

SKETCH = [CountedAnswer("6 × 28 × 28", 19, "19 ✓", is_right=True), CountedAnswer("6 × 30 × 30", 11, "11", "padding 1"),
          CountedAnswer("6 × 27 × 27", 6, "6"), CountedAnswer("6 × 14 × 14", 3, "3"),
          CountedAnswer("6 × 32 × 32", 1, "1")]


class Rows(HTMLParser):
    """Gather the texts of each row, by the tag that holds them, and the widths of the bars."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[dict[str, str]] = []
        self.caption, self.open = "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        if tag == "tr":
            self.rows.append({"class": dict(attrs).get("class", "")})
        if tag in ("i", "s"):
            self.rows[-1][tag] = dict(attrs)["style"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"{tag} closes nothing"

    def handle_data(self, data):
        if self.open and self.open[-1] == "caption":
            self.caption = data
        elif self.rows and self.open:
            self.rows[-1][self.open[-1]] = data


def width(style):
    """Return which share of the room for bars one takes."""
    return float(re.fullmatch(r"width:calc\(\(100% - [\d.]+em\) \* ([\d.]+)\)", style)[1])


def behind(style):
    """Return how much is kept free for the text behind a bar, em."""
    return float(re.search(r"- ([\d.]+)em", style)[1])


def test_the_answers_of_the_sketch_stand_in_their_order_with_their_counts():
    rows = Rows(counted_html(SKETCH, title="Answers")).rows
    assert [row["th"] for row in rows] == [one.label for one in SKETCH]
    assert [row["b"] for row in rows] == ["19 ✓", "11", "6", "3", "1"]
    assert [row["class"] for row in rows] == ["right", "", "", "", ""]
    assert [row.get("small") for row in rows] == [None, "padding 1", None, None, None]


def test_bars_are_as_long_as_their_counts_and_leave_room_for_them():
    widths = [width(row["i"]) for row in Rows(counted_html(SKETCH, title="Answers")).rows]
    assert widths == pytest.approx([one.count / 19 for one in SKETCH], abs=1e-4)


def test_the_longest_text_has_room_behind_the_longest_bar():
    long = CountedAnswer("A", 20, "20 ✓ (before: 12) · your answer", before=12)
    rows = Rows(counted_html([long, CountedAnswer("B", 3, "3")], title="")).rows
    room = {behind(row[bar]) for row in rows for bar in ("i", "s") if bar in row}
    assert len(room) == 1 and room.pop() > 0.55 * len(long.text), "all bars have the same scale"


def test_the_round_before_is_a_thin_bar_on_the_same_scale():
    rows = Rows(counted_html([CountedAnswer("A", 5, "5", before=20), CountedAnswer("B", 15, "15", before=0),
                              CountedAnswer("C", 0, "0")], title="Answers")).rows
    assert [width(row["s"]) for row in rows[:2]] == [1, 0] and "s" not in rows[2]
    assert [width(row["i"]) for row in rows] == pytest.approx([1 / 4, 3 / 4, 0], abs=1e-4)


def test_nobody_has_answered_yet():
    assert width(Rows(counted_html([CountedAnswer("A", 0, "0")], title="Answers")).rows[0]["i"]) == 0


@pytest.mark.parametrize("field", ["label", "text", "note"])
def test_what_a_student_wrote_is_never_markup(field):
    evil = '<img src=x onerror="1">&'
    values = {"label": "A", "text": "1", "note": "n"} | {field: evil}
    told = counted_html([CountedAnswer(count=1, **values)], title=evil)
    assert "<img" not in told
    tag = {"label": "th", "text": "b", "note": "small"}[field]
    rows = Rows(told)
    assert rows.rows[0][tag].endswith(evil[-5:]) and rows.caption == evil


@pytest.mark.parametrize(("label", "is_short"), [
    ("6 × 28 × 28", True), ("x" * SHORT, True), ("x" * (SHORT + 1), False)])
def test_a_long_answer_may_wrap_and_a_shape_never_does(label, is_short):
    assert ('class="short"' in counted_html([CountedAnswer(label, 1, "1")], title="")) == is_short


@pytest.mark.parametrize(("is_dark", "palette"), [(False, LIGHT), (True, DARK)])
def test_the_right_bar_is_green_and_the_others_grey_in_both_themes(is_dark, palette):
    told = counted_html(SKETCH, title="", is_dark=is_dark)
    assert f".counted .right i {{ background: {palette.kinds['linear'].fill}; }}" in told
    assert f"background: {palette.kinds['reshape'].fill}; }}" in told
