"""What a class answered, as bars of HTML: real text that wraps, grows with the page's letters and is read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from explorer.figures.colours import DARK, LIGHT

STYLE = """<style>
.counted { width: 100%; border-collapse: collapse; font-size: 1.25rem; line-height: 1.3; }
.counted caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.counted :is(th, td) { padding: 0.25rem 0; border: 0; vertical-align: top; font-weight: 400; }
.counted th { width: 1%; max-width: 18em; min-width: 3.5em; padding-right: 0.7em; text-align: right;
  overflow-wrap: anywhere; white-space: normal; font-variant-numeric: tabular-nums; }
.counted th.short { white-space: nowrap; }
.counted div { display: flex; align-items: center; gap: 0.6em; }
.counted i { flex: none; height: 1.35em; border-radius: 3px; background: BAR; }
.counted .right i { background: RIGHT; }
.counted .right :is(th, b) { font-weight: 700; }
.counted b { font-weight: 400; white-space: nowrap; font-variant-numeric: tabular-nums; }
.counted s { display: block; height: 0.3em; margin-top: 2px; border-radius: 2px; background: QUIET; opacity: 0.55; }
.counted small { display: block; font-size: 1rem; color: QUIET; }
</style>"""
LETTER, GAP = 0.62, 1.2
"""Widths of a letter and of the space before it, in letters' heights: behind each bar there is room for its text."""
SHORT = 14
"""Characters of a label that stays in one line."""


@dataclass(frozen=True, slots=True)
class CountedAnswer:
    """An answer, and how many gave it.

    Attributes:
        label: the answer.
        count: of those who gave it.
        text: stands behind the bar: the count, and whatever else is to be said.
        note: what was probably thought; stands below the bar.
        is_right: whether it is marked as the right one.
        before: how many gave it in the round before, drawn as a thin bar below; None: there was none.
    """

    label: str
    count: int
    text: str
    note: str = ""
    is_right: bool = False
    before: int | None = None


def counted_html(answers: Sequence[CountedAnswer], *, title: str, is_dark: bool = False) -> str:
    """Return one bar for each answer, in their order, as an HTML table of the class ``counted``.

    Args:
        answers: at least one.
        title: of the table, for those who do not see it.
        is_dark: whether it stands on the dark theme's ground.
    """
    palette = DARK if is_dark else LIGHT
    style = (STYLE.replace("BAR", palette.kinds["reshape"].fill).replace("RIGHT", palette.kinds["linear"].fill)
             .replace("QUIET", palette.quiet))
    most = max(1, *(max(one.count, one.before or 0) for one in answers))
    behind = LETTER * max(len(one.text) for one in answers) + GAP
    return (f'{style}<table class="counted"><caption>{escape(title)}</caption>'
            + "".join(_row(one, most, behind) for one in answers) + "</table>")


def _row(one: CountedAnswer, most: int, behind: float) -> str:
    def width(count: int) -> str:
        return f'style="width:calc((100% - {behind:.2f}em) * {count / most:.4f})"'
    before = "" if one.before is None else f"<s {width(one.before)}></s>"
    note = f"<small>{escape(one.note)}</small>" if one.note else ""
    return (f'<tr{_class("right", one.is_right)}><th scope="row"{_class("short", len(one.label) <= SHORT)}>'
            f'{escape(one.label)}</th><td><div><i {width(one.count)}></i>'
            f"<b>{escape(one.text)}</b></div>{before}{note}</td></tr>")


def _class(name: str, is_so: bool) -> str:
    return f' class="{name}"' if is_so else ""
