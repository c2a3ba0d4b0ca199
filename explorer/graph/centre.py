"""Where the first unit's field has its centre, with the working: it says how much of a map is padding's doing."""

from __future__ import annotations

from fractions import Fraction

from explorer.errors import message
from explorer.graph.report import Row
from explorer.graph.arithmetic import Window
from explorer.graph.shapes import readers
from explorer.graph.formulas import TIMES, Working, number


def centre(row: Row) -> Working | None:
    """Return how the centre of unit 0's field comes about, px of the input, along the widest axis.

    None where no field is defined. 0 is the centre of the first pixel; below 0 the centre lies in the padding.
    """
    if row.field is None:
        return None
    fields, start = row.fields or (), row.field.start
    axis = fields.index(row.field)
    before = row.input_sights[0].fields
    ways = readers(row.layer, row.input_shape) if not row.layer.several_inputs else None
    if ways is None or before is None or len(ways) != len(fields):
        return Working((f"c = {_signed(start)}",), message("This layer keeps the places of what it reads."))
    way = ways[axis]
    if not isinstance(way, Window):
        return Working((f"c = {_signed(start)}",), message("The middle of all that the first unit reads."))
    field = before[axis]
    half = rf"\tfrac{{{way.dilation}{TIMES}({way.kernel_size} - 1)}}{{2}} - {way.before}"
    line = rf"c = {_signed(field.start)} + ({half}){TIMES}{number(field.jump)} = {_signed(start)}"
    return Working((line,), message("Half a window in, less the padding, in steps of the layer before. 0 is the first "
                                    "pixel of the photo; with 'same' padding it stays there."))


def _signed(value: float) -> str:
    return f"-{number(Fraction(-value))}" if value < 0 else number(Fraction(value))
