"""The answer that a person expects, from how they wrote it down: one of several, a shape, a number, or a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from explorer.errors import Message, TaskError, message
from explorer.exercises import (
    Answer,
    AnswerError,
    AnswerOption,
    ChoiceAnswer,
    NumberAnswer,
    ShapeAnswer,
    Verdict,
    decimals_asked,
    read_number,
    read_shape,
)

MOST_OPTIONS = 8
_SHAPE = re.compile(r"\(|\d\s*[x×*·X]\s*\d")
_LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class WordAnswer:
    """A word or two. Capitals, spaces and full stops do not count."""

    words: str

    @property
    def text(self) -> str:
        """The right answer as it is printed."""
        return self.words

    def mark(self, text: str) -> Verdict:
        """Return what is to be said to an answer."""
        if not _bare(text):
            return Verdict(False, message("Write a word or two."), read=False)
        if _bare(text) == _bare(self.words):
            return Verdict(True, message("Right: {answer}.", answer=self.words))
        return Verdict(False, message("Not quite. Right is {answer}.", answer=self.words))


def expected(text: str, options: Sequence[str] = ()) -> Answer | WordAnswer:
    """Return the answer that ``text`` stands for.

    Args:
        text: ``4``, ``0.25``, ``6 x 28 x 28``, a word, or, where there are ``options``, one of them or its number.
        options: of which one is chosen; empty: there is nothing to choose from.

    Raises:
        TaskError: there is no answer, or none of the options is meant.
    """
    told = text.strip()
    if not told:
        raise TaskError("Write the answer that you expect: a number, a shape such as 6 x 28 x 28, or a word.")
    if options:
        return _choice(told, options)
    try:
        if _SHAPE.search(told):
            return ShapeAnswer(read_shape(told))
        return NumberAnswer(read_number(told), decimals_asked(told))
    except AnswerError:
        return WordAnswer(told[:_LONGEST_WORDS])


def _choice(told: str, options: Sequence[str]) -> ChoiceAnswer:
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise TaskError("{count} options are given; a choice has 2 to {most}.", count=len(options), most=MOST_OPTIONS)
    names = [_bare(one) for one in options]
    if len(set(names)) < len(names):
        raise TaskError("Two options are the same.")
    place = names.index(_bare(told)) if _bare(told) in names else _number(told, len(options))
    return ChoiceAnswer(tuple(AnswerOption(Message("{words}", {"words": one})) for one in options), place)


def _number(told: str, count: int) -> int:
    if not re.fullmatch("[1-9]", told) or int(told) > count:
        raise TaskError("{text!r} is none of the options. Write one of them, or its number from 1 to {count}.",
                        text=told[:40], count=count)
    return int(told) - 1


def _bare(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text[:_LONGEST_WORDS]).casefold().strip(" .!").split())
