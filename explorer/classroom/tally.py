"""What a class answered, counted: bars with the slips that have a name, a histogram, or a map of where all pointed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from explorer.classroom.class_question import ClassQuestion, is_near, option_texts, read_cell, same_words
from explorer.errors import Message, message
from explorer.exercises import Answer, NumberAnswer, ShapeAnswer, letter, read_number, read_shape

MOST_BINS = 16
STEPS = (1, 2, 2.5, 5, 10)
FAR = 50
"""Times as far from the right answer as half the class, or as that is from 0, and a number stands in no histogram."""


@dataclass(frozen=True, slots=True)
class TallyBar:
    """An answer and how many gave it.

    Attributes:
        says: the answer; of a choice its words.
        count: of those who gave it.
        right: whether it is the right one; None where nobody said what is right.
        slip: what was probably thought, where a wrong answer has a name.
        letter: of a choice.
        answers: as they were written; `Tally.bar_of` finds one's own among them.
    """

    says: str | Message
    count: int
    right: bool | None
    slip: Message | None = None
    letter: str = ""
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a question.

    Attributes:
        question: its number in the room.
        students: of the room.
        count: of those who answered.
        right: of those who answered rightly; None where nobody said what is right.
        bars: answers, the most frequent first; those of a choice in the order of its options, with those nobody took.
        edges, counts: of a histogram of numbers, one more edge than counts; empty otherwise.
        outside: answers that lie too far off for it.
        cells: of those who pointed at each cell (rows, columns); empty otherwise.
    """

    question: int
    students: int
    count: int
    right: int | None
    bars: tuple[TallyBar, ...] = ()
    edges: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()
    outside: int = 0
    cells: tuple[tuple[int, ...], ...] = ()

    def bar_of(self, text: str) -> TallyBar | None:
        """Return the bar in which an answer was counted."""
        return next((bar for bar in self.bars if text in bar.answers), None)


def counted_up(asked: ClassQuestion, answers: Sequence[str], *, question: int = 0, students: int = 0) -> Tally:
    """Return what ``answers``, as `checked_answer` returned them, come to.

    Args:
        question: its number.
        students: of the room.
    """
    written = Counter(answers)
    bars = _bars(asked, written)
    right = sum(bar.count for bar in bars if bar.right) if has_right(asked) else None
    found = Tally(question, students, len(answers), right, bars)
    if asked.input == "number":
        edges, counts = _histogram(asked, written)
        return replace(found, edges=edges, counts=counts, outside=len(answers) - sum(counts))
    return replace(found, cells=_cells(asked, written)) if asked.input == "point" else found


def has_right(asked: ClassQuestion) -> bool:
    """Say whether an answer to it can be right or wrong."""
    return asked.form == "exercise" or bool(asked.right)


def is_right(asked: ClassQuestion, text: str) -> bool | None:
    """Say whether an answer is right; None where nobody said what is."""
    return _judged(asked, text)[0]


def _judged(asked: ClassQuestion, text: str) -> tuple[bool | None, Message | None]:
    """Return whether an answer is right, and the slip that explains it."""
    if not has_right(asked):
        return None, None
    if asked.input == "point":
        return is_near(asked, text), None
    if asked.input == "text":
        return same_words(asked, text), None
    answer = asked.answers
    assert answer is not None
    verdict = answer.mark(text)
    # A verdict that names a slip says it first, then what is right; the wall says the first alone.
    slip = verdict.says.values.get("slip")
    return verdict.correct, slip if isinstance(slip, Message) else None


def _bars(asked: ClassQuestion, written: Counter[str]) -> tuple[TallyBar, ...]:
    if asked.input == "choice":
        return _choices(asked, written)
    same: dict[object, list[str]] = {}
    for text in written:
        same.setdefault(_meaning(asked, text), []).append(text)
    bars = [_bar(asked, texts, written) for texts in same.values()]
    return tuple(sorted(bars, key=lambda bar: (-bar.count, bar.right is not True, str(bar.says))))


def _bar(asked: ClassQuestion, texts: list[str], written: Counter[str]) -> TallyBar:
    """Return the bar of answers that mean the same, called as most of them wrote it."""
    usual = max(texts, key=lambda text: (written[text], -len(text)))
    right, slip = _judged(asked, usual)
    return TallyBar(_label(asked, usual), sum(written[text] for text in texts), right, slip, answers=tuple(texts))


def _choices(asked: ClassQuestion, written: Counter[str]) -> tuple[TallyBar, ...]:
    bars = []
    for at, says in enumerate(option_texts(asked)):
        right, slip = _judged(asked, letter(at))
        bars.append(TallyBar(says, written[letter(at)], right, slip, letter(at), (letter(at),)))
    return tuple(bars)


def _meaning(asked: ClassQuestion, text: str) -> object:
    """Return what is the same for answers that mean the same; right numbers are all one."""
    answer: Answer | None = asked.answers
    if asked.input == "number":
        right = isinstance(answer, NumberAnswer) and answer.mark(text).correct
        return "right" if right else read_number(text)
    if asked.input == "shape":
        told = read_shape(text)
        return told[1:] if isinstance(answer, ShapeAnswer) and len(told) == len(answer.shape) + 1 else told
    if asked.input == "text":
        return True if asked.right and same_words(asked, text) else " ".join(text.casefold().split()).strip(" .!?")
    return text


def _label(asked: ClassQuestion, text: str) -> str | Message:
    if asked.input == "shape":
        return " × ".join(map(str, read_shape(text)))
    if asked.input == "point":
        row, column = read_cell(text, asked.rows, asked.columns)
        return message("row {row}, column {column}", row=row + 1, column=column + 1)  # as pages count
    return text


def _histogram(asked: ClassQuestion, written: Counter[str]) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """Return edges and counts of bins of the same width, the right answer's among them; far ones stand in none."""
    values = {text: read_number(text) for text in written}
    right = asked.answers.value if isinstance(asked.answers, NumberAnswer) else None
    low, high = _fence([value for text, value in values.items() for _ in range(written[text])], right)
    shown = {text: float(value) for text, value in values.items() if low <= value <= high}
    marked = [*shown.values(), *(() if right is None else (float(right),))]
    if not marked:
        return (), ()
    first, last = min(marked), max(marked)
    width = _width(first, last, whole=all(value == int(value) for value in marked))
    start = math.floor(first / width + 0.5) * width - width / 2
    counts = [0] * max(1, math.ceil((last - start) / width + 1e-9))
    for text, value in shown.items():
        counts[min(len(counts) - 1, max(0, int((value - start) // width)))] += written[text]
    return tuple(start + width * at for at in range(len(counts) + 1)), tuple(counts)


def _fence(values: list[Fraction], right: Fraction | None) -> tuple[Fraction, Fraction]:
    """Return between what numbers stand in a histogram: one joker's billion would press all others into one bin."""
    if not values:
        return Fraction(0), Fraction(0)
    middle = sorted(values)[len(values) // 2] if right is None else right
    apart = sorted(abs(value - middle) for value in values)
    reach = FAR * max(abs(middle), apart[len(apart) // 2], Fraction(1))
    return middle - reach, middle + reach


def _width(first: float, last: float, *, whole: bool) -> float:
    """Return the width of a bin that is easily read: 1, 2, 2.5 or 5 times a power of ten; counts take whole ones."""
    if first == last:
        return 1.0 if whole else 10.0 ** math.floor(math.log10(abs(first) or 1)) / 10
    rough = (last - first) / (MOST_BINS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    width = next(step * power for step in STEPS if step * power >= rough)
    return max(1.0, math.ceil(width)) if whole else width


def _cells(asked: ClassQuestion, written: Counter[str]) -> tuple[tuple[int, ...], ...]:
    found = [[0] * asked.columns for _ in range(asked.rows)]
    for text, count in written.items():
        row, column = read_cell(text, asked.rows, asked.columns)
        found[row][column] += count
    return tuple(map(tuple, found))


