"""Rows of rooms, looked up with what is to be said where they are not there; each function takes a transaction."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from threading import Lock
from typing import Any

import sqlalchemy as sa

from explorer.classroom.class_question import ClassQuestion
from explorer.classroom.records import AskedQuestion, RoomMove
from explorer.classroom.tables import ANSWERS, LENT, MEMBERS, OF_A_ROOM, QUESTIONS, ROOMS, TEACHERS
from explorer.classroom.tally import Tally, counted_up
from explorer.errors import RoomError

Row = sa.Row[Any]
MOST_TALLIES = 128


def no_room_of(code: str) -> RoomError:
    """Return what is said of a code that opens nothing."""
    return RoomError("There is no room {code}. It has ended, or a letter is wrong.", why="none", code=code[:12])


def open_room(tx: sa.Connection, code: str, now: float, *, hold: bool = False, share: bool = False) -> Row:
    """Return the row of a room that is open.

    Args:
        now: moment, s since 1970.
        hold: whether it is this transaction's alone until it is over: whoever changes a room holds it.
        share: whether nobody may hold it until this transaction is over, though others may share it. Those who answer
            do, so that a question is stopped, a student removed and a room deleted before an answer, or after it.

    Raises:
        RoomError: there is none.
    """
    wanted = sa.select(ROOMS).where(ROOMS.c.code == code)
    row = tx.execute(wanted.with_for_update(read=share) if hold or share else wanted).first()
    if row is None or row.ends <= now:
        raise no_room_of(code)
    return row


def member_row(tx: sa.Connection, code: str, owner: str) -> Row | None:
    """Return the row of a reader, by hash, in a room; None: never joined."""
    return tx.execute(sa.select(MEMBERS).where(MEMBERS.c.code == code, MEMBERS.c.reader == owner)).first()


def present_member(tx: sa.Connection, code: str, owner: str) -> Row:
    """Return the row of a reader who is in a room.

    Raises:
        RoomError: who never joined, or was removed.
    """
    row = member_row(tx, code, owner)
    if row is None:
        raise RoomError("Join the room {code} first.", why="stranger", code=code)
    if row.removed:
        raise removed_from(code)
    return row


def removed_from(code: str) -> RoomError:
    """Return what is told to those whom the teacher removed."""
    return RoomError("The teacher removed you from the room {code}. Talk to your teacher, who can open another room.",
                     why="removed", code=code)


def is_teacher(tx: sa.Connection, code: str, owner: str) -> bool:
    """Say whether a reader, by hash, may lead a room."""
    return tx.execute(sa.select(TEACHERS.c.code).where(TEACHERS.c.code == code,
                                                       TEACHERS.c.reader == owner)).first() is not None


def close_things(tx: sa.Connection, code: str, member: str) -> None:
    """Close what a student's hand-ins opened to a room; what a teacher lends stays."""
    owners = sa.select(MEMBERS.c.reader).where(MEMBERS.c.code == code, MEMBERS.c.member == member)
    teachers = sa.select(TEACHERS.c.reader).where(TEACHERS.c.code == code)
    tx.execute(sa.delete(LENT).where(LENT.c.code == code, LENT.c.owner.in_(owners), LENT.c.owner.not_in(teachers)))


def refuse_stranger(tx: sa.Connection, code: str, owner: str) -> None:
    """Let pass only who leads a room.

    Raises:
        RoomError: the reader, by hash, does not.
    """
    if not is_teacher(tx, code, owner):
        raise RoomError("Only the teacher of the room {code} can do this, in the browser that opened it or with the "
                        "link to save.", why="teacher", code=code)


def question_row(tx: sa.Connection, code: str, question: int) -> Row | None:
    """Return the row of a question; None: there is none of this number."""
    return tx.execute(sa.select(QUESTIONS).where(QUESTIONS.c.code == code, QUESTIONS.c.question == question)).first()


def students(tx: sa.Connection, code: str) -> int:
    """Return how many students are in a room."""
    return int(tx.execute(sa.select(sa.func.count()).select_from(MEMBERS).where(
        MEMBERS.c.code == code, MEMBERS.c.removed.is_(False))).scalar_one())


def answer_texts(tx: sa.Connection, code: str, question: int) -> list[str]:
    """Return all answers to a question."""
    return list(tx.execute(sa.select(ANSWERS.c.text).where(ANSWERS.c.code == code, ANSWERS.c.question == question))
                .scalars())


def asked_question(row: Row, answers: int = 0, *, hidden: bool = False) -> AskedQuestion:
    """Return what a row of a question says; ``hidden``: without its right answer."""
    question = read_question(row.spec)
    return AskedQuestion(number=row.question, stage=row.stage, question=question.hidden() if hidden else question,
                         again=row.again, asked=row.asked, answers=answers)


def move_of(row: Row) -> RoomMove | None:
    """Return where a room was moved last."""
    return RoomMove(row.moves, row.moved) if row.moves else None


def change(tx: sa.Connection, code: str, **values: Any) -> None:
    """Change a room's row, and let all know that something is new."""
    tx.execute(sa.update(ROOMS).where(ROOMS.c.code == code).values(version=ROOMS.c.version + 1, **values))


def delete_rooms(tx: sa.Connection, *which: sa.ColumnElement[bool]) -> int:
    """Delete rooms with all that was said in them; return how many there were."""
    codes = list(tx.execute(sa.select(ROOMS.c.code).where(*which).with_for_update()).scalars())
    for table in (*OF_A_ROOM, ROOMS) if codes else ():
        tx.execute(sa.delete(table).where(table.c.code.in_(codes)))
    return len(codes)


@lru_cache(maxsize=512)
def read_question(spec: str) -> ClassQuestion:
    """Return the question that a row holds."""
    return ClassQuestion.from_json(spec)


class Tallies:
    """Tallies of questions that nobody answers any more: counted once for all who look."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[Any, ...], Tally] = OrderedDict()
        self._lock = Lock()

    def of(self, tx: sa.Connection, row: Row, version: int) -> Tally:
        """Return what came of the question ``row`` in a room of this version."""
        name = (row.code, row.question, row.asked, row.stage, version)
        with self._lock:
            if name in self._found:
                self._found.move_to_end(name)
                return self._found[name]
        tally = counted_up(read_question(row.spec), answer_texts(tx, row.code, row.question), question=row.question,
                           students=students(tx, row.code))
        if row.stage != "asked":
            with self._lock:
                self._found[name] = tally
                while len(self._found) > MOST_TALLIES:
                    self._found.popitem(last=False)
        return tally
