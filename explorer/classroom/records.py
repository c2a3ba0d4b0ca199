"""What is told of a room: to its students what they may see, to its teacher everything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from explorer.classroom.class_question import ClassQuestion
from explorer.classroom.tally import Tally

Stage = Literal["asked", "stopped", "shown"]


@dataclass(frozen=True, slots=True)
class OpenedRoom:
    """A room that was just opened. ``secret`` is told this once: it stands in the teacher's link to save."""

    code: str
    secret: str
    ends: float
    """Moment, s since 1970."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A room that a reader is in, as its teacher or under a nickname."""

    code: str
    teaches: bool
    nickname: str
    ends: float


@dataclass(frozen=True, slots=True)
class RoomMove:
    """Where all were moved to. ``number``: how often that was; a page follows each number once."""

    number: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question in a room.

    Attributes:
        number: from 1.
        stage: ``asked``: all may answer; ``stopped``: nobody may any more; ``shown``: all see what came of it.
        question: what is asked; those who are still to think get it without its right answer.
        again: the number of the question that it repeats; 0: none.
        asked: when, s since 1970.
        answers: how many there are; told to the teacher, and to all once it is shown.
    """

    number: int
    stage: Stage
    question: ClassQuestion
    again: int = 0
    asked: float = 0.0
    answers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentView:
    """What a student sees.

    Attributes:
        asked: the question that stands before the class.
        own: what this student answered to it; empty: nothing yet.
        tally, before: what came of it, once it is shown, and of the question that it repeats.
    """

    code: str
    version: int
    ends: float
    member: str
    nickname: str
    move: RoomMove | None = None
    asked: AskedQuestion | None = None
    own: str = ""
    tally: Tally | None = None
    before: Tally | None = None


@dataclass(frozen=True, slots=True)
class RoomMember:
    """A student of a room. ``answer``: to the question that stands before the class; empty: none."""

    member: str
    nickname: str
    joined: float
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherView:
    """What a teacher sees.

    Attributes:
        locked: whether nobody can join any more.
        members: students in the order in which they came.
        questions: all that were asked, the oldest first.
        asked: the one of them that stands before the class.
    """

    code: str
    version: int
    ends: float
    locked: bool
    members: tuple[RoomMember, ...]
    questions: tuple[AskedQuestion, ...]
    asked: AskedQuestion | None
    move: RoomMove | None


@dataclass(frozen=True, slots=True)
class TakenAnswer:
    """An answer that counts. ``changed``: whether it took the place of another."""

    question: int
    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class LentThing:
    """Something of a teacher's that opens for all of a room till it ends. ``owner``: of whom, as a hash."""

    code: str
    kind: str
    name: str
    owner: str
    title: str


@dataclass(frozen=True, slots=True)
class ClassReader:
    """A student of a room as the jobs know one: ``owner`` by hash, since when (s since 1970)."""

    owner: str
    nickname: str
    joined: float


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A state of a page that a student sent to the teacher."""

    number: int
    member: str
    nickname: str
    address: str
    title: str
    moment: float
