"""A report as a table: for a terminal, and for a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from explorer.graph.facts import Facts
from explorer.graph.shapes import Shape, shape_text

HEAD = ("Layer", "Kind", "Output", "Params", "MACs", "Field, px")
FIRST_NUMBER = HEAD.index("Params")
"""Columns from here on stand on the right."""
SEES_ALL = ("each unit sees the whole input, through a branch or a norm that reads all of a map; beside it the field "
            "of convolutions and pooling windows alone")


def cells(rows: Iterable[Facts], input_shape: Shape) -> list[tuple[str, ...]]:
    """Return the cells of the table below its head, the input first."""
    lines: list[tuple[str, ...]] = [("input", "", shape_text(input_shape), "", "", "1" if len(input_shape) > 1 else "")]
    for row in rows:
        output = shape_text(row.output_shape) if row.output_shape is not None else "?"
        lines.append((row.name, type(row.layer).__name__, output, _count(row.params), _count(row.macs), _field(row)))
    return lines


def totals(rows: Sequence[Facts]) -> list[tuple[str, str]]:
    """Return what stands under the table: what is counted, and how much in all; and what a word means."""
    return [("Parameters", f"{sum(row.params for row in rows):,}"),
            ("Multiply-accumulates for one picture, bias not counted", f"{sum(row.macs for row in rows):,}"),
            ("Outputs of all layers in float32, bytes", f"{sum(row.activation_bytes for row in rows):,}"),
            *([("whole", SEES_ALL)] if any(row.sees_all for row in rows) else [])]


def as_text(rows: Sequence[Facts], input_shape: Shape, problem: str = "") -> str:
    """Return table and totals as lines of text; ``problem``: what is wrong, said last."""
    lines = [HEAD, *cells(rows, input_shape)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    table = ["  ".join(_padded(line, widths)).rstrip() for line in lines]
    rule = "-" * max(map(len, table))
    told = [f"{name}: {value}" for name, value in totals(rows)]
    return "\n".join([table[0], rule, *table[1:], rule, *told, *([problem] if problem else [])])


def as_html(rows: Sequence[Facts], input_shape: Shape, problem: str = "") -> str:
    """Return the same as an HTML table; names may be anybody's, so everything is escaped."""
    body = "".join(_line(line, "td") for line in cells(rows, input_shape))
    told = "<br>".join(f"{escape(name)}: {escape(value)}" for name, value in totals(rows))
    wrong = f"<p>{escape(problem)}</p>" if problem else ""
    return f"<table><thead>{_line(HEAD, 'th')}</thead><tbody>{body}</tbody></table><p>{told}</p>{wrong}"


def _field(row: Facts) -> str:
    if not row.field or not row.local_field:
        return ""
    return f"whole, {row.local_field.size:,}" if row.sees_all else f"{row.field.size:,}"


def _count(number: int) -> str:
    return f"{number:,}" if number else ""


def _padded(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [text.rjust(width) if column >= FIRST_NUMBER else text.ljust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))]


def _line(line: Sequence[str], tag: str) -> str:
    found = ""
    for column, text in enumerate(line):
        side = "right" if column >= FIRST_NUMBER else "left"
        found += f'<{tag} style="text-align: {side}">{escape(text)}</{tag}>'
    return f"<tr>{found}</tr>"
