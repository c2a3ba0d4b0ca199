"""Numbers of several networks side by side: the table that shows them, and how many times as much one has."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

SAME = "="
NONE = "–"
NEAR_RATIO, WHOLE_RATIO = 1.1, 100
"""Below the first, ratios have three decimals; from the second on none."""
# Columns share the width, whatever their number: none is outside. A phone has smaller letters.
TABLE_STYLE = """<style>
.two { width: 100%; border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
.two.totals { table-layout: fixed; }
.two th, .two td { padding: 5px 8px; text-align: start; vertical-align: top; overflow-wrap: anywhere; border: 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
.two th { font-weight: 600; }
.two thead th { border-bottom-width: 3px; }
.two td b { font-weight: 600; }
.two.totals th:first-child { width: 28%; }
.two.totals th, .two.totals td { overflow-wrap: break-word; }
.two .mark { white-space: nowrap; overflow-wrap: normal; }
.two .same { opacity: 0.7; }
.layers { max-height: 32rem; overflow: auto; }
@media (max-width: 640px) { .two { font-size: 0.75rem; } .two th, .two td { padding: 4px 3px; hyphens: auto; }
  .two .mark { white-space: normal; min-width: 4rem; } .two.totals { table-layout: auto; } }
</style>"""


def totals_table(head: Sequence[str], rows: Sequence[Sequence[str]], *, strong: int | None = None) -> None:
    """Show a row per quantity, a column per network.

    Args:
        head: titles of the columns, that of the quantities first.
        rows: of each quantity its title, then its cells.
        strong: place of the column that stands out.
    """
    st.html(TABLE_STYLE + totals_html(head, rows, strong=strong))


def totals_html(head: Sequence[str], rows: Sequence[Sequence[str]], *, strong: int | None = None) -> str:
    """Return that table as HTML; texts are escaped."""
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
    body = "".join(f'<tr><th scope="row">{escape(title)}</th>' + "".join(
        f"<td><b>{escape(cell)}</b></td>" if place == strong else f"<td>{escape(cell)}</td>"
        for place, cell in enumerate(cells, 1)) + "</tr>" for title, *cells in rows)
    return f'<table class="two totals"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def ratio_text(here: float, there: float) -> str:
    """Return how many times as much ``here`` is: ``2.5 ×``, ``1/40`` where it is less."""
    if here == there:
        return SAME
    if not here or not there:
        return NONE
    more = max(here, there) / min(here, there)
    amount = f"{more:,.0f}" if more >= WHOLE_RATIO else f"{more:.3f}" if more < NEAR_RATIO else f"{more:.3g}"
    return f"{amount} ×" if here > there else f"1/{amount}"
