"""What a block costs, in numbers and as formulas, and in which order its layers are computed.

Formulas are sums of products of the block's sizes, kept as data: the general line, the line with the values and the
number itself are made from the same terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from explorer.errors import Message, message
from explorer.graph import INPUT, Report, Working
from explorer.milestones.block_designs import DESIGNS, Sizes
from explorer.milestones.formula_terms import Term, general, total, with_values

BIASES = message("Weights of each convolution, and one bias per map that it makes.")
NORMS = message("Weights of the convolutions, and a scale and a shift per map for each batch norm.")
WEIGHTS = message("Weights of the convolutions; there is no bias.")


@dataclass(frozen=True, slots=True)
class BlockCost:
    """What a network costs and what it can do, as far as blocks differ in it.

    ``macs``: multiply-adds for one picture. ``field``: side of what a unit sees of the block's input, px; None where a
    branch reads all of it. ``bends``: activations on the longest way through it. ``values``: that all layers put out.
    """

    params: int
    macs: int
    field: int | None
    bends: int
    values: int


def cost(report: Report) -> BlockCost:
    """Return what a block costs."""
    last = report.rows[-1]
    field = None if last.sees_all else (last.field.size if last.field else None)
    return BlockCost(report.params, report.macs, field, longest_way(report, "activation")[last.name],
                     report.activation_bytes // 4)


def longest_way(report: Report, *families: str) -> dict[str, int]:
    """Return for each layer how many layers of ``families`` lie on the longest way to it, itself included."""
    found = {INPUT: 0}
    for row in report:
        found[row.name] = max(found[source] for source in row.node.inputs) + (row.layer.family in families)
    return found


def waves(report: Report) -> tuple[tuple[str, ...], ...]:
    """Return the layers in the order in which they can be computed: each wave needs only what came before it.

    The first wave is the input. Norms and activations belong to the wave of the layer that they follow, as they work on
    each value alone. A layer that merges branches waits for the longest.
    """
    turn = {INPUT: 0}
    for row in report:
        before = max(turn[source] for source in row.node.inputs)
        turn[row.name] = before + (row.layer.family not in ("normalisation", "activation") or not before)
    found: list[list[str]] = [[] for _wave in range(max(turn.values()) + 1)]
    for name, wave in turn.items():
        found[wave].append(name)
    return tuple(map(tuple, found))


@dataclass(frozen=True, slots=True)
class BlockFormula:
    """Where the parameters of a block and of what it is measured against come from, and how they compare.

    Each `Working` has the general line first, then the one with values. ``ratio``: one line of LaTeX.
    """

    block: Working
    plain: Working
    ratio: str


@dataclass(frozen=True, slots=True)
class _Sums:
    """Terms of a block and of the other; ``letters``: what other letters stand for, in LaTeX; ``short``: the ratio."""

    block: tuple[Term, ...]
    plain: tuple[Term, ...]
    says: tuple[Message, Message]
    letters: str = ""
    short: str = ""


_SUMS: Mapping[str, _Sums] = MappingProxyType({
    "windows": _Sums(((9, "n", "C", "C"),), (("K", "K", "C", "C"),), (WEIGHTS, WEIGHTS), "K = 2n + 1",
                     r"\frac{9n}{(2n + 1)^2}"),
    "inception": _Sums(
        (("C", 64), ("C", "R"), (9, "R", 128), ("C", "Q"), (25, "Q", 32), ("C", 32), ("b",)),
        (("C", 64), (9, "C", 128), (25, "C", 32), (224,)), (BIASES, BIASES),
        "b = 64 + R + 128 + Q + 32 + 32"),
    "residual": _Sums(((18, "C", "C"), (4, "C")), ((18, "C", "C"), (4, "C")), (NORMS, NORMS)),
    "bottleneck": _Sums((("C", "M"), (9, "M", "M"), ("M", "C"), (4, "M"), (2, "C")), ((18, "C", "C"), (4, "C")),
                        (NORMS, NORMS), r"M = \tfrac{C}{4}"),
    "separable": _Sums((("k", "k", "C"), ("C", "D")), (("k", "k", "C", "D"),), (WEIGHTS, WEIGHTS), "",
                       r"\frac{1}{D} + \frac{1}{k^2}"),
    "dense": _Sums(
        ((4, "g", "S"), (36, "L", "g", "g"), (2, "S"), (8, "L", "g")),
        ((9, "C", "W"), (9, "N", "W", "W"), (2, "L", "W")), (NORMS, NORMS),
        r"S = L C + \tfrac{L (L - 1)}{2} g,\ W = C + L g,\ N = L - 1"),
    "squeeze": _Sums(((2, "C", "Z"), ("C",), ("Z",)), ((9, "C", "C"),), (BIASES, WEIGHTS),
                     r"Z = \lfloor \tfrac{C}{r} \rfloor"),
    "inverted": _Sums((("C", "E"), (9, "E"), ("E", "C"), (4, "E"), (2, "C")),
                      (("C", "E"), (9, "E", "E"), ("E", "C"), (4, "E"), (2, "C")), (NORMS, NORMS), "E = t C"),
})


def formula(design: str, sizes: Sizes) -> BlockFormula:
    """Return the formulas of a block for some of its sizes, all of them as `BlockDesign.nearest` returns them."""
    sums, values = _SUMS[design], _all_letters(sizes)
    mine, other = total(sums.block, values), total(sums.plain, values)
    short = f"{sums.short} = " if sums.short else ""
    ratio = rf"{short}\frac{{{_grouped(mine)}}}{{{_grouped(other)}}} = {mine / other:.3g}"
    letters = (sums.letters,) if sums.letters else ()
    block, plain = (Working((general(terms), with_values(terms, values), *letters), says)
                    for terms, says in zip((sums.block, sums.plain), sums.says, strict=True))
    return BlockFormula(block, plain, ratio)


def _all_letters(sizes: Sizes) -> dict[str, int]:
    """Return the sizes, and what the letters of the formulas stand for besides."""
    channels, growth, layers = sizes["C"], sizes.get("g", 0), sizes.get("L", 0)
    return {**sizes, "K": 2 * sizes.get("n", 0) + 1, "M": channels // 4, "E": sizes.get("t", 0) * channels,
            "Z": max(1, channels // sizes.get("r", 1)), "S": layers * channels + layers * (layers - 1) // 2 * growth,
            "W": channels + layers * growth, "N": layers - 1,
            "b": 64 + sizes.get("R", 0) + 128 + sizes.get("Q", 0) + 32 + 32}


def _grouped(value: int) -> str:
    return f"{value:,}".replace(",", "{,}")


def part_of_five(sizes: Sizes) -> tuple[int, int]:
    """Return what an inception block's 5 × 5 branch costs with its 1 × 1 and without, parameters."""
    block, naive = (DESIGNS["inception"].report(sizes, plain=plain) for plain in (False, True))
    return block["reduce5x5"].params + block["conv5x5"].params, naive["conv5x5"].params

