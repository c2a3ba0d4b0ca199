"""How one unit comes by its value, in lines of mathematics: the formula, the same with its numbers, and the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from explorer import networks
from explorer.errors import N_
from pages.ui.text import _

Line = tuple[str, str]
"""What it is about, in the reader's language, and LaTeX."""
_ACTIVATIONS: Mapping[str, str] = {
    "ReLU": r"\max(0, z)", "ReLU6": r"\min(\max(0, z), 6)", "Sigmoid": r"\frac{1}{1 + e^{-z}}", "Tanh": r"\tanh z",
    "SiLU": r"\frac{z}{1 + e^{-z}}", "GELU": r"z \cdot \Phi(z)", "Hardsigmoid": r"\min(\max(0, z + 3), 6) / 6",
    "Hardswish": r"z \cdot \min(\max(0, z + 3), 6) / 6",
}
_TITLES: Mapping[str, str] = {
    "weighted": N_("Weights times values, and bias"), "maximum": N_("The largest of the window"),
    "mean": N_("The mean of the window"), "sum": N_("Sum of the branches"), "product": N_("Product of the branches"),
    "copy": N_("Taken over"), "given": N_("Value"),
}


def lines_of(found: networks.UnitSum) -> tuple[Line, ...]:
    """Return the lines of a unit, from what it reads to what it puts out."""
    return ((_(_TITLES[found.kind]), _first(found)), *_after(found.after))


def latex(value: float) -> str:
    """Return a number with four significant digits, in LaTeX."""
    if value == 0:
        return "0"
    if 1e-3 <= abs(value) < 1e6:
        text = f"{float(f'{value:.4g}'):,.6g}" if abs(value) < 1e5 else f"{value:,.0f}"
        return text.replace(",", "{,}")
    digits, power = f"{value:.3e}".split("e")
    return rf"{float(digits):g} \cdot 10^{{{int(power)}}}"


def bracketed(value: float) -> str:
    """Return the same as a term: a negative one in brackets."""
    return f"({latex(value)})" if value < 0 else latex(value)


def _first(found: networks.UnitSum) -> str:
    total = latex(found.total)
    if found.kind == "weighted":
        weighted = found.total - (found.bias or 0.0)
        letters = r"\sum x \cdot w" + (" + b" if found.bias is not None else "")
        numbers = latex(weighted) + ("" if found.bias is None else f" + {bracketed(found.bias)}")
        return rf"z = {letters} = {numbers}" + ("" if found.bias is None else f" = {total}")
    if found.kind == "maximum":
        return rf"z = \max x = {total}"
    if found.kind == "mean":
        read: networks.UnitRead = found.reads[0]
        return rf"z = \frac{{1}}{{{read.counted.sum()}}} \sum x = {total}"
    if found.kind in ("sum", "product"):
        sign = " + " if found.kind == "sum" else r" \cdot "
        return "z = " + sign.join(bracketed(float(read.values.sum())) for read in found.reads) + f" = {total}"
    return f"z = {total}"


def _after(after: tuple[networks.AfterSum, ...]) -> Iterator[Line]:
    for one in after:
        before, value = latex(one.before), latex(one.after)
        if one.numbers.keys() >= {"mean", "variance", "scale", "shift", "eps"}:
            n = {name: latex(number) for name, number in one.numbers.items()}
            yield _("Batch norm"), (
                rf"\gamma \frac{{z - \mu}}{{\sqrt{{\sigma^2 + \epsilon}}}} + \beta = {n['scale']} \cdot "
                rf"\frac{{{before} - {bracketed(one.numbers['mean'])}}}{{\sqrt{{{n['variance']} + {n['eps']}}}}} + "
                rf"{bracketed(one.numbers['shift'])} = {value}")
        elif one.kind == "ReLU":
            yield one.kind, rf"\max(0, z) = \max(0, {before}) = {value}"
        elif "slope" in one.numbers:
            yield one.kind, rf"\max(z, {latex(one.numbers['slope'])} \cdot z) = {value}"
        elif "alpha" in one.numbers:
            yield one.kind, (rf"z = {before}, \quad z > 0 ? z : {latex(one.numbers['alpha'])} \cdot (e^{{z}} - 1) = "
                             rf"{value}")
        else:
            letters = f"{_ACTIVATIONS[one.kind]} = " if one.kind in _ACTIVATIONS else ""
            yield one.kind, rf"z = {before}, \quad {letters}{value}"
