"""A network as a table for a report: CSV, Markdown, LaTeX, and lines of text as ``torchinfo`` prints them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from io import StringIO

from explorer.errors import Message, message
from explorer.graph import Report, Row, arguments, shape_text

Say = Callable[[Message], str]
NUMBERS = 3
"""Columns from this one on hold numbers, and stand on the right."""
LATEX = {"&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}",
         "^": r"\textasciicircum{}", "\\": r"\textbackslash{}", "×": r"$\times$"}


def head(say: Say = str) -> tuple[str, ...]:
    """Return the names of the columns."""
    return (say(message("Layer")), say(message("Kind")), say(message("Output")), say(message("Parameters")),
            say(message("MACs")), say(message("Receptive field (px)")))


def cells(row: Row) -> tuple[str, str, str, str, str, str]:
    """Return the cells of a layer; numbers without separators, what is not known empty."""
    shape = shape_text(row.output_shape) if row.output_shape is not None else ""
    field = str(row.field.size) if row.field else ""
    return row.name, kind_text(row), shape, str(row.params), str(row.macs), field


def kind_text(row: Row) -> str:
    """Return a layer with its window in a few words: ``Conv2d 3x3, stride 2``."""
    given = arguments(row.layer)
    words = [type(row.layer).__name__]
    kernel, stride = given.get("kernel_size"), given.get("stride")
    if kernel is not None:
        sides = kernel if isinstance(kernel, tuple) else (kernel,) * row.layer.dims
        words.append("x".join(map(str, sides)))
    text = " ".join(words)
    return f"{text}, stride {stride}" if isinstance(stride, int) and stride > 1 else text


def to_csv(report: Report, say: Say = str) -> str:
    """Return one line per layer and one head; spreadsheets and pandas read it."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(head(say))
    writer.writerows(map(cells, report))
    return file.getvalue()


def to_markdown(report: Report, say: Say = str) -> str:
    """Return a table as GitHub, Jupyter and most editors draw it, and the totals in its last line."""
    lines = [head(say), ["---"] * NUMBERS + ["---:"] * 3, *_spaced(report, say)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def to_latex(report: Report, say: Say = str) -> str:
    """Return a ``tabular`` without packages, to be put into a ``table``."""
    rows = [" & ".join(map(_escaped, line)) + r" \\" for line in _spaced(report, say)]
    columns = "l" * NUMBERS + "r" * 3
    return "\n".join([rf"\begin{{tabular}}{{{columns}}}", r"\hline", " & ".join(map(_escaped, head(say))) + r" \\",
                      r"\hline", *rows[:-1], r"\hline", rows[-1], r"\hline", r"\end{tabular}", ""])


def to_plain_text(report: Report, say: Say = str) -> str:
    """Return lines for a terminal or an e-mail, columns under each other, totals below."""
    lines = [head(say), *_spaced(report, say)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    drawn = ["  ".join(text.rjust(width) if column >= NUMBERS else text.ljust(width)
                       for column, (text, width) in enumerate(zip(line, widths, strict=True))).rstrip()
             for line in lines]
    rule = "=" * max(map(len, drawn))
    return "\n".join([rule, drawn[0], rule, *drawn[1:-1], rule, drawn[-1], rule, ""])


def _spaced(report: Report, say: Say) -> list[Sequence[str]]:
    """Return all lines with their numbers in groups of three, totals last."""
    lines: list[Sequence[str]] = [(*cells(row)[:NUMBERS], *map(_grouped, cells(row)[NUMBERS:])) for row in report]
    shape = shape_text(report.output_shape) if report.output_shape is not None else ""
    return [*lines, (say(message("Total")), "", shape, f"{report.params:,}", f"{report.macs:,}", "")]


def _grouped(text: str) -> str:
    return f"{int(text):,}" if text else ""


def _escaped(text: str) -> str:
    return "".join(LATEX.get(letter, letter) for letter in text)
