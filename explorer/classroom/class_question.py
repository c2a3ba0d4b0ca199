"""A question for a class: an exercise, or one that its teacher thought of."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from typing import Any, Literal, get_args

from explorer.errors import ExplorerError, Message, RoomError, message
from explorer.exercises import (
    Answer,
    AnswerError,
    AnswerOption,
    ChoiceAnswer,
    Exercise,
    NumberAnswer,
    ShapeAnswer,
    decimals_asked,
    exercise,
    letter,
    read_number,
    read_shape,
)

QuestionForm = Literal["exercise", "number", "shape", "choice", "text", "point"]
AnswerForm = Literal["number", "shape", "choice", "text", "point"]
FORMS: tuple[QuestionForm, ...] = get_args(QuestionForm)
LONGEST_QUESTION = 600
LONGEST_OPTION = 120
LONGEST_ANSWER = 200
"""Characters."""
LARGEST = 10**30
"""Of numbers that are answered."""
MOST_OPTIONS = 8
MOST_CELLS = 512
"""Of a picture that is pointed at, along a side."""
_POINT = re.compile(r"(\d{1,3})\.(\d{1,3})", re.ASCII)
_PICTURE = re.compile(r"[\w./:-]{0,120}", re.ASCII)
ROUNDED = 2
"""Decimals of a right answer that no decimals write exactly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassQuestion:
    """What a class is asked; `checked_question` says whether it can be.

    Attributes:
        form: ``exercise``, or what is to be answered: a number, a shape, one of several, words, a cell of a picture.
        says: what is asked, as the teacher wrote it; empty for an exercise.
        options: of a choice.
        right: the right answer, where there is one: a number, a shape, the letter of an option, words (several that
            are right stand apart by ``|``), a cell such as ``3.4`` (row and column, from 0).
        kind, seed, level: of an exercise.
        picture: what is pointed at, as the page that shows it names it.
        rows, columns: into which that picture is divided.
        reach: how many cells from the right one still count.
    """

    form: QuestionForm
    says: str = ""
    options: tuple[str, ...] = ()
    right: str = ""
    kind: str = ""
    seed: int = 0
    level: int = 1
    picture: str = ""
    rows: int = 0
    columns: int = 0
    reach: int = 0

    @property
    def exercise(self) -> Exercise | None:
        """The exercise, where it is one."""
        return _exercise(self.kind, self.seed, self.level) if self.form == "exercise" else None

    @property
    def question(self) -> str | Message:
        """What is asked: a teacher's own words, or an exercise's."""
        return self.exercise.question if self.exercise else self.says

    @property
    def answers(self) -> Answer | None:
        """What marks numbers, shapes and choices; None where nothing does."""
        return self.exercise.asked.right if self.exercise else _free(self)

    @property
    def input(self) -> AnswerForm:
        """What is to be put in."""
        if self.form != "exercise":
            return self.form
        if isinstance(self.answers, NumberAnswer):
            return "number"
        return "shape" if isinstance(self.answers, ShapeAnswer) else "choice"

    @property
    def right_text(self) -> str:
        """The right answer as it is printed; empty where there is none."""
        if self.answers and (self.right or self.exercise):
            return self.answers.text
        return self.right

    def hidden(self) -> ClassQuestion:
        """Return the question without its answer, for those who are still to think."""
        return replace(self, right="", reach=0)

    def to_json(self) -> str:
        """Return the question as it is kept."""
        usual = {entry.name: entry.default for entry in fields(self)}
        return json.dumps({name: value for name, value in asdict(self).items() if value != usual[name]},
                          ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> ClassQuestion:
        """Return the question that `to_json` wrote."""
        held: dict[str, Any] = json.loads(text)
        return cls(**held | {"options": tuple(held.get("options", ()))})


def checked_question(asked: ClassQuestion) -> ClassQuestion:
    """Return a question that can be asked, its texts tidied.

    Raises:
        RoomError: what is wrong with it.
        SpecError: there is no such exercise.
    """
    if asked.form not in FORMS:
        raise RoomError("There are no questions of the form {form!r}.", why="words", form=str(asked.form)[:20])
    if asked.form == "exercise":
        exercise(asked.kind, seed=asked.seed, level=asked.level)
        return ClassQuestion(form="exercise", kind=asked.kind, seed=asked.seed, level=asked.level)
    tidy = replace(asked, says=asked.says.strip(), right=asked.right.strip(),
                   options=tuple(option.strip() for option in asked.options if option.strip()))
    if not tidy.says:
        raise RoomError("Write what you ask.", why="words")
    if len(tidy.says) > LONGEST_QUESTION:
        raise RoomError("The question has {length} characters; {most} are allowed.", why="words",
                        length=len(tidy.says), most=LONGEST_QUESTION)
    if len(tidy.right) > LONGEST_ANSWER:
        raise RoomError("The right answer has {length} characters; {most} are allowed.", why="words",
                        length=len(tidy.right), most=LONGEST_ANSWER)
    {"choice": _check_options, "point": _check_picture}.get(tidy.form, _check_nothing)(tidy)
    if tidy.right:
        _check_right(tidy)
    return tidy


def checked_answer(asked: ClassQuestion, text: str) -> str:
    """Return an answer as it is kept.

    Raises:
        RoomError: it cannot be read as an answer to this question; nothing is lost by sending another.
    """
    told = " ".join(text.split())
    if not told:
        raise RoomError("Write an answer first.", why="words")
    if len(told) > LONGEST_ANSWER:
        raise RoomError("The answer has {length} characters; {most} are allowed.", why="words", length=len(told),
                        most=LONGEST_ANSWER)
    form = asked.input
    if form == "point":
        read_cell(told, asked.rows, asked.columns)
    elif form == "choice":
        return letter(place_of(asked, told))
    _check_readable(asked, told)
    return told


def _check_readable(asked: ClassQuestion, told: str) -> None:
    """Refuse what the marker could not read, with its own sentence, so that nothing unreadable is counted."""
    form, answer = asked.input, asked.answers
    try:
        if form == "number" and abs(read_number(told)) > LARGEST:
            raise RoomError("This number is too large to be meant.", why="words")
        if form == "shape":
            sides = read_shape(told)
            if isinstance(answer, ShapeAnswer) and len(sides) == 1 < len(answer.shape):
                raise AnswerError("{text!r} is not a shape. Write it like 10 x 32 x 32.", text=told[:20])
    except AnswerError as error:
        raise RoomError("{reason}", why="words", reason=error.message) from error
    if answer is not None and not (verdict := answer.mark(told)).read:
        raise RoomError("{reason}", why="words", reason=verdict.says)


def place_of(asked: ClassQuestion, text: str) -> int:
    """Return the place of the option that is meant by its letter.

    Raises:
        RoomError: there is no such option.
    """
    count = len(option_texts(asked))
    for at in range(count):
        if text.strip().upper() == letter(at):
            return at
    raise RoomError("Answer with a letter from A to {last}.", why="words", last=letter(max(0, count - 1)))


def option_texts(asked: ClassQuestion) -> tuple[str | Message, ...]:
    """Return what the options of a choice say, in the order of their letters."""
    if asked.exercise and isinstance(asked.answers, ChoiceAnswer):
        return tuple(option.says for option in asked.answers.options)
    return asked.options


def read_cell(text: str, rows: int, columns: int) -> tuple[int, int]:
    """Return row and column of a cell such as ``3.4``.

    Raises:
        RoomError: it is none of the picture.
    """
    found = _POINT.fullmatch(text)
    cell = (int(found[1]), int(found[2])) if found else (rows, columns)
    if cell[0] >= rows or cell[1] >= columns:
        raise RoomError("{text!r} is no cell of a picture of {rows} rows and {columns} columns.", why="words",
                        text=text[:20], rows=rows, columns=columns)
    return cell


def is_near(asked: ClassQuestion, text: str) -> bool:
    """Say whether a cell is the right one, or at most ``reach`` cells from it."""
    right, told = (read_cell(one, asked.rows, asked.columns) for one in (asked.right, text))
    return max(abs(right[0] - told[0]), abs(right[1] - told[1])) <= asked.reach


def same_words(asked: ClassQuestion, text: str) -> bool:
    """Say whether words are among the right ones; how they are written does not matter."""
    return _folded(text) in {_folded(one) for one in asked.right.split("|")}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!?")


def _check_nothing(_asked: ClassQuestion) -> None:
    """Take a question whose form needs nothing else."""


def _check_options(asked: ClassQuestion) -> None:
    if not 2 <= len(asked.options) <= MOST_OPTIONS:
        raise RoomError("A choice has 2 to {most} options; there are {count}.", why="words", most=MOST_OPTIONS,
                        count=len(asked.options))
    if len(set(map(_folded, asked.options))) < len(asked.options):
        raise RoomError("Two options are the same.", why="words")
    if longest := next((option for option in asked.options if len(option) > LONGEST_OPTION), ""):
        raise RoomError("An option has {length} characters; {most} are allowed.", why="words", length=len(longest),
                        most=LONGEST_OPTION)


def _check_picture(asked: ClassQuestion) -> None:
    if not (1 <= asked.rows <= MOST_CELLS and 1 <= asked.columns <= MOST_CELLS):
        raise RoomError("A picture to point at has 1 to {most} rows and columns.", why="words", most=MOST_CELLS)
    if not _PICTURE.fullmatch(asked.picture) or not 0 <= asked.reach <= MOST_CELLS:
        raise RoomError("There is no such picture to point at.", why="words")


def _check_right(asked: ClassQuestion) -> None:
    try:
        checked_answer(asked.hidden(), asked.right.partition("|")[0] if asked.form == "text" else asked.right)
    except RoomError as error:
        raise RoomError("The right answer cannot be read: {reason}", why="words", reason=error.message) from error


def _free(asked: ClassQuestion) -> Answer | None:
    """Return what marks a teacher's own question."""
    if asked.form == "choice":
        options = tuple(AnswerOption(message("{option}", option=option)) for option in asked.options)
        return ChoiceAnswer(options, place_of_right(asked) if asked.right else -1)
    if not asked.right:
        return None
    if asked.form == "number":
        return NumberAnswer(read_number(asked.right), decimals_asked(asked.right, endless=ROUNDED))
    return ShapeAnswer(read_shape(asked.right)) if asked.form == "shape" else None


def place_of_right(asked: ClassQuestion) -> int:
    """Return the place of the right option of a teacher's own choice."""
    return "ABCDEFGH".index(asked.right.strip().upper())


@lru_cache(maxsize=256)
def _exercise(kind: str, seed: int, level: int) -> Exercise:
    """Return an exercise that many ask for at once.

    Raises:
        ExplorerError: the kinds have changed since it was asked.
    """
    try:
        return exercise(kind, seed=seed, level=level)
    except ExplorerError as error:
        raise RoomError("This exercise is no longer there. Ask another one.", why="words") from error
