"""Read a lesson from its TOML file, and tell a teacher each fault of it.

```toml
title = "Convolution by hand"
says = "You can work out any cell of a convolution, and say how large its output is."

[[step]]
title = "The first sum"
says = "A kernel lies on the input. Each number is multiplied by the one below it, and all products are added up."
do = "Press the arrow once and follow the window."
open = "step_through?scene=lecture-valid"
ask = "Which number will stand in the first cell?"
answer = "4"                                  # or "6 x 28 x 28", or the number of an option
because = "Four of nine products are 1: $1 + 1 + 1 + 1 = 4$."
slips = { "9" = "Those are all products; five of them are 0." }
minutes = 5
```
With ``options = ["...", "..."]`` one is chosen; ``exercise = "output_side 7 1"`` (kind, seed, level) stands instead of
``ask`` and ``answer``.
"""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction

from explorer.errors import ExplorerError, Message, message
from explorer.exercises import (
    KINDS,
    LEVELS,
    MOST_SEED,
    Answer,
    AnswerError,
    AnswerOption,
    ChoiceAnswer,
    NumberAnswer,
    PageLink,
    ShapeAnswer,
    Slip,
    decimals_asked,
    read_number,
    read_shape,
)
from explorer.lessons.lesson_plan import USUAL_MINUTES, LessonPlan, LessonStep
from explorer.lessons.tables import LessonError, Table, plain_message

MOST_STEPS, MOST_OPTIONS, MOST_MINUTES = 40, 8, 120
_SHAPE = re.compile(r"\(|\d\s*[x×*·X]\s*\d")
_NOWHERE = PageLink("home")


def read_lesson(text: str, *, name: str, number: int, shipped: bool = True,
                file: str = "") -> tuple[LessonPlan | None, tuple[Message, ...]]:
    """Return a lesson, and what is wrong with its file; None where it cannot be taught.

    Args:
        text: of the file.
        name, number, shipped: as in `LessonPlan`.
        file: how the file is called, for those who read what is wrong.
    """
    place = message("{file}", file=file or name)
    try:
        held = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, (message("{place}: this is no TOML: {reason}", place=place, reason=str(error)[:200]),)
    found: list[Message] = []
    top = Table(held, place, found)
    title, says = top.text("title"), top.text("says")
    minutes = top.whole("minutes", USUAL_MINUTES, 1, MOST_MINUTES) if top.has("minutes") else None
    steps = tuple(map(_step, top.tables("step", "step", MOST_STEPS)))
    if not steps:
        top.fault(message("there is no [[step]]."))
    top.finish()
    if found:
        return None, tuple(found)
    return LessonPlan(name=name, number=number, title=title, says=says, steps=steps, shipped=shipped,
                      taught=minutes), ()


def _step(table: Table) -> LessonStep:
    title, says, do = (table.text(name) for name in ("title", "says", "do"))
    link = table.link("open") or _NOWHERE
    minutes = table.whole("minutes", USUAL_MINUTES, 1, MOST_MINUTES)
    if table.has("exercise"):
        kind, seed, level = _exercise_of(table)
        because = table.text("because", needed=False)
        table.finish(("ask", "answer", "options", "slips"))
        if table.has("ask") or table.has("answer"):
            table.fault(message("exercise stands instead of ask and answer; leave one of them out."))
        return LessonStep(title=title, says=says, do=do, link=link, kind=kind, seed=seed, level=level, because=because,
                          minutes=minutes)
    asks, because = table.text("ask"), table.text("because")
    right = _answer_of(table)
    table.finish()
    return LessonStep(title=title, says=says, do=do, link=link, asks=plain_message(asks), right=right, because=because,
                      minutes=minutes)


def _exercise_of(table: Table) -> tuple[str, int, int]:
    parts = table.text("exercise").split()
    kind, seed, level = [*parts, "", "1", "1"][:3] if not parts else [*parts, "1", "1"][:3]
    if parts and kind not in KINDS:
        table.fault(message("there is no exercise {kind!r}. Choose one of: {known}.", kind=kind[:30],
                            known=", ".join(KINDS)))
    sound = re.fullmatch("[0-9]{1,10}", seed) and int(seed) <= MOST_SEED and level in map(str, LEVELS)
    if not sound or len(parts) > 3:
        table.fault(message("exercise is written as kind, seed and level, such as output_side 7 1."))
        return kind, 1, 1
    return kind, int(seed), int(level)


def _answer_of(table: Table) -> Answer | None:
    """Return the right answer; None where it cannot be read, which is then a fault."""
    text, options, slips = table.text("answer"), table.several("options"), table.named("slips")
    if not text:
        return None
    try:
        if options or table.has("options"):
            return _choice(text, options, slips)
        if _SHAPE.search(text):
            return _shape(text, slips)
        return _number(text, slips)
    except ExplorerError as error:
        table.fault(error.message)
        return None


def _choice(text: str, options: list[str], slips: dict[str, str]) -> ChoiceAnswer:
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise LessonError("{count} options are given; a choice has 2 to {most}.", count=len(options),
                          most=MOST_OPTIONS)
    if len(set(map(str.casefold, options))) < len(options):
        raise LessonError("Two options are the same.")
    right = _option(text, len(options))
    named = {_option(name, len(options)): says for name, says in slips.items()}
    if right in named:
        raise LessonError("The right answer {text} is among the slips.", text=text)
    return ChoiceAnswer(tuple(AnswerOption(plain_message(one)) for one in options), right,
                        tuple(Slip(place, plain_message(says)) for place, says in named.items()))


def _option(text: str, count: int) -> int:
    """Return the index of an option that is told by its number from 1."""
    if not re.fullmatch(r"[1-9]", text) or int(text) > count:
        raise LessonError("{text!r} is the number of no option; they are counted from 1 to {count}.", text=text[:20],
                          count=count)
    return int(text) - 1


def _shape(text: str, slips: dict[str, str]) -> ShapeAnswer:
    right = _shape_of(text)
    named = {_shape_of(name): says for name, says in slips.items()}
    if right in named:
        raise LessonError("The right answer {text} is among the slips.", text=text)
    return ShapeAnswer(right, slips=tuple(Slip(shape, plain_message(says)) for shape, says in named.items()))


def _shape_of(text: str) -> tuple[int, ...]:
    try:
        return read_shape(text)
    except AnswerError as error:
        raise LessonError("{text!r} cannot be an answer: {reason}", text=text[:40], reason=error.message) from error


def _number(text: str, slips: dict[str, str]) -> NumberAnswer:
    right = _number_of(text)
    named = {_number_of(name): says for name, says in slips.items()}
    if right in named:
        raise LessonError("The right answer {text} is among the slips.", text=text)
    return NumberAnswer(right, decimals_asked(text),
                        tuple(Slip(value, plain_message(says)) for value, says in named.items()))


def _number_of(text: str) -> Fraction:
    try:
        return read_number(text)
    except AnswerError as error:
        raise LessonError("{text!r} cannot be an answer: {reason} For words, give options to choose from.",
                          text=text[:40], reason=error.message) from error
