"""A table as a paper prints it: layers of one cell below each other, in brackets with a factor where they repeat."""

from __future__ import annotations

from html import escape

import streamlit as st

from explorer.errors import Message
from explorer.figures import DARK, LIGHT
from explorer.milestones import Bracket, Cell, PaperTable
from pages.ui.text import _, say

NUMBERS = "number"
# The first column stays while the others are scrolled, which a phone has to do.
STYLE = """<style>
.paper { overflow-x: auto; }
.paper table { border-collapse: collapse; width: 100%; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
.paper th, .paper td { padding: 5px 10px; text-align: start; vertical-align: middle; white-space: nowrap; border: 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
.paper thead th { border-bottom-width: 2px; font-weight: 600; vertical-align: bottom; }
.paper tbody th { font-weight: 600; }
.paper tr > th:first-child { position: sticky; inset-inline-start: 0; background: BACKGROUND; }
.paper .number { text-align: end; }
.paper .here { background: color-mix(in srgb, #2457c5 12%, transparent); }
.paper .bracket { display: flex; align-items: center; gap: 6px; padding: 2px 0; }
.paper .bracket > span { padding: 0 7px; border-inline: 1.5px solid currentColor; border-radius: 4px; }
@media (max-width: 640px) { .paper table { font-size: 0.8rem; } .paper th, .paper td { padding: 4px 7px; } }
</style>"""


def paper_table_view(table: PaperTable, *, name: str) -> None:
    """Show the table of a network; ``name`` is what it is called for those who do not see it."""
    dark = st.context.theme.type == "dark"
    style = STYLE.replace("BACKGROUND", (DARK if dark else LIGHT).background)
    st.html(style + table_html(table, name=name))
    st.caption(_(table.says))


def table_html(table: PaperTable, *, name: str) -> str:
    """Return a table as HTML; texts are escaped, and said in the reader's language."""
    counts = [all(isinstance(row[place], int) or row[place] == "–" for row in table.rows)
              for place in range(len(table.columns))]
    classes = [" ".join(filter(None, ((NUMBERS if count else ""), "here" if place == table.here else "")))
               for place, count in enumerate(counts)]
    head = "".join(f'<th scope="col" class="{kind}">{escape(_(title))}</th>'
                   for title, kind in zip(table.columns, classes, strict=True))
    body = "".join(_row(row, classes) for row in table.rows)
    return (f'<div class="paper" role="region" tabindex="0" aria-label="{escape(name)}"><table><thead><tr>{head}</tr>'
            f"</thead><tbody>{body}</tbody></table></div>")


def _row(row: tuple[Cell, ...], classes: list[str]) -> str:
    first, *others = (_cell(cell) for cell in row)
    return f'<tr><th scope="row">{first}</th>' + "".join(
        f'<td class="{kind}">{text}</td>' for text, kind in zip(others, classes[1:], strict=True)) + "</tr>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return "".join(map(_bracket, cell))
    return f"{cell:,}" if isinstance(cell, int) else _line(cell)


def _bracket(bracket: Bracket) -> str:
    lines = "<br>".join(map(_line, bracket.lines))
    if bracket.times == 1 and len(bracket.lines) == 1:
        return f"<div>{lines}</div>"
    times = f" × {bracket.times}" if bracket.times > 1 else ""
    return f'<div class="bracket"><span>{lines}</span>{times}</div>'


def _line(line: str | Message) -> str:
    return escape(say(line) if isinstance(line, Message) else line)
