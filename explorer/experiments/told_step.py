"""A training step told in some twenty moments: each a sentence, formulas with the values in them, and cells.

Cells go by names: ``x11`` of the picture, ``k11`` of the kernel, ``z11``, ``a11``, ``v11``, ``b``, ``c``, ``y``, ``t``,
``L``; derivatives by them are ``dk11``, what follows the update is ``nk11``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from explorer.errors import Message, message
from explorer.experiments.training_step import PLACES, SIDE, Row, TrainingStep
from explorer.numbers import latex_number

Phase = Literal["start", "forward", "backward", "update", "again"]
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a step."""

    phase: Phase
    says: Message
    lines: tuple[str, ...] = ()
    """LaTeX: with letters, with values, and what comes out."""
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()


def moments(step: TrainingStep) -> tuple[Moment, ...]:
    """Return the moments of a step, in order."""
    return (_start(), *_forward(step), *_backward(step), *_update(step), _again(step))


def cells(step: TrainingStep) -> dict[str, float]:
    """Return all numbers of a step by their names."""
    net, new = step.net, step.updated
    found = {f"x{row + 1}{column + 1}": step.picture[row * SIDE + column] for row in range(SIDE)
             for column in range(SIDE)}
    for letter, values in (("k", net.kernel), ("z", step.sums), ("a", step.active), ("v", net.weights),
                           ("dk", step.by_kernel), ("dz", step.by_sums), ("da", step.by_active),
                           ("dv", step.by_weights), ("nk", new.kernel), ("nv", new.weights)):
        found |= dict(zip(_names(letter), values, strict=True))
    return found | {"b": net.bias, "c": net.offset, "y": step.output, "t": step.target, "L": step.loss,
                    "dy": step.by_output, "db": step.by_bias, "dc": step.by_output, "nb": new.bias, "nc": new.offset,
                    "ny": step.after.output, "nL": step.after.loss}


def _start() -> Moment:
    return Moment("start", message(
        "A picture x, a kernel k, weights v: all numbers are there. What should come out is t."),
        (r"x \to z = k \star x + b \to a = \max(0, z) \to y = v \cdot a + c \to L",))


def _forward(step: TrainingStep) -> Iterator[Moment]:
    for at, (row, column) in enumerate(PLACES):
        letters = [f"x_{{{row + down + 1}{column + right + 1}}}" for down, right in PLACES]
        yield Moment("forward", message(
            "Forward, layer 1: the kernel lies on four cells of the picture. Four products and the bias."),
            (f"{_sub('z', at)} = {_products(_letters('k'), letters)} + b",
             f"= {_products(_all(step.net.kernel), _all(step.read(row, column)))} + {_in(step.net.bias)}"
             f" = {_n(step.sums[at])}"),
            (*_names("k"), "b", *(_plain(one) for one in letters)), (_names("z")[at],))
    yield Moment("forward", message("Forward, layer 2: the ReLU puts 0 where z is below it."),
                 tuple(rf"{_sub('a', at)} = \max(0, {_n(value)}) = {_n(step.active[at])}"
                       for at, value in enumerate(step.sums)), _names("z"), _names("a"))
    yield Moment("forward", message("Forward, layer 3: each value of the map has a weight of its own."),
                 (f"y = {_products(_letters('v'), _letters('a'))} + c",
                  f"= {_products(_all(step.net.weights), _all(step.active))} + {_in(step.net.offset)}"
                  f" = {_n(step.output)}"), (*_names("v"), "c", *_names("a")), ("y",))
    yield Moment("forward", message("The loss: half the square of what is said minus what is true."),
                 (rf"L = \frac{{1}}{{2}} (y - t)^2 = \frac{{1}}{{2}} ({_n(step.output)} - {_in(step.target)})^2"
                  f" = {_n(step.loss)}",), ("y", "t"), ("L",))


def _backward(step: TrainingStep) -> Iterator[Moment]:
    slope = _by("y")
    yield Moment("backward", message("Backward: how does the loss change with y? By the error itself."),
                 (f"{slope} = y - t = {_n(step.output)} - {_in(step.target)} = {_n(step.by_output)}",),
                 ("y", "t"), ("dy",))
    yield Moment("backward", message(
        "Backward, layer 3, its weights: each stood before a value a, so a is its slope. The bias c has the slope 1."),
        (*(rf"{_by(_sub('v', at))} = {slope} \cdot {_sub('a', at)} = {_in(step.by_output)} \cdot"
           rf" {_in(step.active[at])} = {_n(value)}" for at, value in enumerate(step.by_weights)),
         f"{_by('c')} = {slope} = {_n(step.by_output)}"), ("dy", *_names("a")), (*_names("dv"), "dc"))
    yield Moment("backward", message("Backward, layer 3, its inputs: each value a stood before a weight v."),
                 tuple(rf"{_by(_sub('a', at))} = {slope} \cdot {_sub('v', at)} = {_in(step.by_output)} \cdot"
                       rf" {_in(step.net.weights[at])} = {_n(value)}" for at, value in enumerate(step.by_active)),
                 ("dy", *_names("v")), _names("da"))
    yield Moment("backward", message(
        "Backward, layer 2: the slope of the ReLU is 1 where z is above 0, and 0 elsewhere: there nothing goes back."),
        tuple(rf"{_by(_sub('z', at))} = {_by(_sub('a', at))} \cdot {int(step.sums[at] > 0)} ="
              rf" {_in(step.by_active[at])} \cdot {int(step.sums[at] > 0)} = {_n(value)}"
              for at, value in enumerate(step.by_sums)), ("da11", *_names("da")[1:], *_names("z")), _names("dz"))
    yield from _back_to_kernel(step)


def _back_to_kernel(step: TrainingStep) -> Iterator[Moment]:
    for at, (row, column) in enumerate(PLACES):
        letters = [f"x_{{{row + down + 1}{column + right + 1}}}" for down, right in PLACES]
        yield Moment("backward", message(
            "Backward, layer 1: this number of the kernel was used at four places, so four products are added."),
            (f"{_by(_sub('k', at))} = {_products([_by(one) for one in _letters('z')], letters)}",
             f"= {_products(_all(step.by_sums), _all(step.read(row, column)))} = {_n(step.by_kernel[at])}"),
            (*_names("dz"), *(_plain(one) for one in letters)), (_names("dk")[at],))
    yield Moment("backward", message("Backward, layer 1, its bias: it was added at all four places."),
                 (f"{_by('b')} = {' + '.join(_by(one) for one in _letters('z'))}",
                  f"= {' + '.join(_all(step.by_sums))} = {_n(step.by_bias)}"), _names("dz"), ("db",))


def _update(step: TrainingStep) -> Iterator[Moment]:
    for says, letter, alone, before, slopes, after in (
            (message("The update: each number of layer 1 moves against its slope, by the rate η times it."), "k", "b",
             (*step.net.kernel, step.net.bias), (*step.by_kernel, step.by_bias),
             (*step.updated.kernel, step.updated.bias)),
            (message("The update of layer 3: the same for its weights. Layer 2 has nothing that is learned."), "v", "c",
             (*step.net.weights, step.net.offset), (*step.by_weights, step.by_output),
             (*step.updated.weights, step.updated.offset))):
        names = [*_letters(letter), alone]
        yield Moment("update", says, tuple(
            rf"{name} \leftarrow {name} - \eta \, {_by(name)} = {_n(old)} - {_n(step.rate)} \cdot {_in(slope)}"
            f" = {_n(new)}"
            for name, old, slope, new in zip(names, before, slopes, after, strict=True)),
            (*_names(letter), alone, *_names(f"d{letter}"), f"d{alone}"), (*_names(f"n{letter}"), f"n{alone}"))


def _again(step: TrainingStep) -> Moment:
    after = step.after
    says = message("Forward once more, with the new numbers: the loss has fallen.") if after.loss < step.loss else (
        message("Forward once more, with the new numbers: the loss is as it was.") if after.loss == step.loss else
        message("Forward once more, with the new numbers: the loss has grown, the step was too long."))
    return Moment("again", says,
                  (f"y_{{2}} = {_products(_all(after.net.weights), _all(after.active))} + {_in(after.net.offset)}"
                   f" = {_n(after.output)}",
                   rf"L_{{2}} = \frac{{1}}{{2}} ({_n(after.output)} - {_in(step.target)})^2 = {_n(after.loss)}",
                   rf"L = {_n(step.loss)} \to L_{{2}} = {_n(after.loss)}"),
                  (*_names("nk"), "nb", *_names("nv"), "nc"), ("ny", "nL"))


def _names(letter: str) -> tuple[str, ...]:
    return tuple(f"{letter}{row + 1}{column + 1}" for row, column in PLACES)


def _letters(letter: str) -> list[str]:
    return [_sub(letter, at) for at in range(len(PLACES))]


def _sub(letter: str, at: int) -> str:
    row, column = PLACES[at]
    return f"{letter}_{{{row + 1}{column + 1}}}"


def _plain(latex: str) -> str:
    """Return ``x11`` of ``x_{11}``."""
    return latex.replace("_{", "").replace("}", "")


def _by(letter: str) -> str:
    return rf"\frac{{\partial L}}{{\partial {letter}}}"


def _products(left: Sequence[str], right: Sequence[str]) -> str:
    return " + ".join(rf"{one} \cdot {other}" for one, other in zip(left, right, strict=True))


def _all(values: Row) -> list[str]:
    return [_in(value) for value in values]


def _n(value: float) -> str:
    return latex_number(value, DIGITS)


def _in(value: float) -> str:
    """Return a number within a sum or product: a negative one stands in brackets."""
    text = _n(value)
    return f"({text})" if text.startswith("-") else text
