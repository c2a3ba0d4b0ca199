"""The right answer of an exercise, and the marking of another: right, wrong by a slip that has a name, or wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from explorer.errors import Message, message
from explorer.exercises.exhibits import Shown
from explorer.exercises.reading import AnswerError, read_number, read_shape
from explorer.graph import Shape

Order = Literal["CHW", "HWC"]


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong answer that has a name: what was probably done."""

    value: object
    """As `Verdict` compares it: a Fraction, a shape, or the place of a choice."""
    says: Message


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was made of an answer."""

    correct: bool
    says: Message
    read: bool = True
    """False: the answer could not be read, and does not count."""


@dataclass(frozen=True, slots=True)
class NumberAnswer:
    """A number. ``decimals``: how many are asked for; 0 for counts, which must be met exactly."""

    value: Fraction
    decimals: int = 0
    slips: tuple[Slip, ...] = ()

    @property
    def text(self) -> str:
        """The right answer as it is printed."""
        if self.decimals:
            return f"{float(self.value):,.{self.decimals}f}".replace("-", "−")
        return f"{int(self.value):,}".replace("-", "−")

    def mark(self, text: str) -> Verdict:
        """Return what is to be said to an answer; half a unit of the last decimal is forgiven."""
        try:
            told = read_number(text)
        except AnswerError as error:
            return Verdict(False, error.message, read=False)
        near = _nearness(self.value, self.decimals)
        if abs(told - self.value) <= near:
            return _right(self.text)
        for slip in self.slips:
            assert isinstance(slip.value, Fraction)
            if abs(told - slip.value) <= _nearness(slip.value, self.decimals):
                return _slipped(slip, self.text)
        return _wrong(self.text)


@dataclass(frozen=True, slots=True)
class ShapeAnswer:
    """A shape, in the order that the question asks for."""

    shape: Shape
    order: Order = "CHW"
    slips: tuple[Slip, ...] = ()

    @property
    def asked(self) -> Shape:
        """The sides in the order asked for."""
        return _ordered(self.shape, self.order)

    @property
    def text(self) -> str:
        """The right answer as it is printed."""
        return " × ".join(map(str, self.asked))

    def mark(self, text: str) -> Verdict:
        """Return what is to be said to an answer; a batch of 1 in front is forgiven."""
        try:
            told = read_shape(text)
        except AnswerError as error:
            return Verdict(False, error.message, read=False)
        if len(told) == len(self.shape) + 1 and told[0] == 1:
            told = told[1:]
        if told == self.asked:
            return _right(self.text)
        if told == _ordered(self.shape, "CHW" if self.order == "HWC" else "HWC"):
            return _slipped(Slip(told, message("The numbers are right, the order is not: {order} is asked.",
                                               order=" × ".join(self.order))), self.text)
        for slip in self.slips:
            assert isinstance(slip.value, tuple)
            if told == _ordered(slip.value, self.order):
                return _slipped(slip, self.text)
        return _wrong(self.text)


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One of several answers: words, or something shown."""

    says: Message
    shown: Shown | None = None


@dataclass(frozen=True, slots=True)
class ChoiceAnswer:
    """One of several, called A, B, C ... in their order."""

    options: tuple[AnswerOption, ...]
    right: int
    slips: tuple[Slip, ...] = ()

    @property
    def text(self) -> str:
        """The letter of the right answer."""
        return letter(self.right)

    def mark(self, text: str) -> Verdict:
        """Return what is to be said to a letter, or to the option's own words."""
        told = text.strip().strip("().").casefold()
        names = [{letter(at).casefold(), str(option.says).casefold()} for at, option in enumerate(self.options)]
        found = [at for at, known in enumerate(names) if told in known]
        if not found:
            return Verdict(False, message("Answer with a letter from A to {last}.", last=letter(len(names) - 1)),
                           read=False)
        if found[0] == self.right:
            return _right(self.text)
        slips = [slip for slip in self.slips if slip.value == found[0]]
        return _slipped(slips[0], self.text) if slips else _wrong(self.text)


Answer = NumberAnswer | ShapeAnswer | ChoiceAnswer


def letter(at: int) -> str:
    """Return the letter of the option with this index."""
    return "ABCDEFGH"[at]


def counted(value: float, *slips: tuple[float, Message]) -> NumberAnswer:
    """Return the answer of a count; slips that fall on it, or on one before, are left out."""
    return NumberAnswer(Fraction(value), slips=_told_apart(Fraction(value), slips, 0))


def measured(value: float, decimals: int, *slips: tuple[float, Message]) -> NumberAnswer:
    """Return the answer of a number with so many decimals; slips that fall on it, or on one before, are left out."""
    exact = Fraction(value)
    return NumberAnswer(exact, decimals, _told_apart(exact, slips, decimals))


def _nearness(value: Fraction, decimals: int) -> Fraction:
    """Return how far an answer may lie from a value: counts are met exactly, others to so many decimals, at least 2."""
    if not decimals and value.denominator == 1:
        return Fraction(0)
    return Fraction(51, 100) / Fraction(10) ** (decimals or 2)


def _told_apart(right: Fraction, slips: Sequence[tuple[float, Message]], decimals: int) -> tuple[Slip, ...]:
    apart = Fraction(102, 100) / 10**decimals if decimals else Fraction(0)
    taken, found = [right], []
    for value, says in slips:
        exact = Fraction(value)
        if all(abs(exact - other) > apart for other in taken):
            taken.append(exact)
            found.append(Slip(exact, says))
    return tuple(found)


def _ordered(shape: Shape, order: Order) -> Shape:
    return (*shape[1:], shape[0]) if order == "HWC" and len(shape) == 3 else shape


def _right(answer: str) -> Verdict:
    return Verdict(True, message("Right: {answer}.", answer=answer))


def _slipped(slip: Slip, answer: str) -> Verdict:
    return Verdict(False, message("{slip} Right is {answer}.", slip=slip.says, answer=answer))


def _wrong(answer: str) -> Verdict:
    return Verdict(False, message("Not quite. Right is {answer}.", answer=answer))
