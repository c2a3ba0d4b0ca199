"""How often a pooling's window fits, as LaTeX with the values in it."""

from __future__ import annotations

from explorer.convolution.pooling.plan import Plan

TIMES = r" \cdot "


def size_lines(plan: Plan) -> tuple[str, ...]:
    """Return the formula and one line per side, or one for both where they are equal.

    Raises:
        SpecError: what torch refuses.
    Source:
        Dumoulin & Visin (2016), arXiv:1603.07285, relationship 7, with padding; ``ceil_mode`` as in torch, where a
        last window that would start in the padding is dropped.
    """
    height, width = plan.pooling("max").output_shape[1:]
    sides = (len(plan.grid), len(plan.grid[0]))
    opened, closed = ("lceil", "rceil") if plan.ceil else ("lfloor", "rfloor")
    formula = rf"o = \left\{opened} \frac{{i + 2p - k}}{{s}} \right\{closed} + 1"
    ends = [rf"\left\{opened} \frac{{{side} + 2{TIMES}{plan.padding} - {plan.kernel}}}{{{plan.stride}}} "
            rf"\right\{closed} + 1{_dropped(plan, side, out)} = {out}"
            for side, out in zip(sides, (height, width), strict=True)]
    if ends[0] == ends[1]:
        return formula, f"H = W = {ends[0]}"
    return formula, f"H = {ends[0]}", f"W = {ends[1]}"


def _dropped(plan: Plan, side: int, out: int) -> str:
    fitting = -(-(side + 2 * plan.padding - plan.kernel) // plan.stride) + 1
    return " - 1" if plan.ceil and fitting > out else ""
