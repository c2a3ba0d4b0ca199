"""What only a room's teacher may do; each call looks again whether whoever asks is one."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa

from explorer.classroom import rows
from explorer.classroom.answer_table import answers_table
from explorer.classroom.class_question import ClassQuestion, checked_question
from explorer.classroom.codes import hashed
from explorer.classroom.nicknames import checked_nickname, folded
from explorer.classroom.pulse import Pulses
from explorer.classroom.records import AskedQuestion, RoomMember, Stage, TeacherView
from explorer.classroom.rows import Tallies
from explorer.classroom.sharing import checked_address
from explorer.classroom.store import Store
from explorer.classroom.tables import ANSWERS, HANDED, MEMBERS, QUESTIONS, ROOMS, TEACHERS
from explorer.classroom.tally import Tally
from explorer.errors import LimitError, Message, RoomError
from explorer.settings import settings

T = TypeVar("T")
MOST_TEACHERS = 20


class Teacher:
    """A reader, by hash, who leads the room ``code``.

    Args:
        clock: s since 1970.
    """

    def __init__(self, store: Store, code: str, owner: str, *, clock: Callable[[], float], pulses: Pulses,
                 tallies: Tallies) -> None:
        self.code = code
        self._store, self._owner, self._clock, self._pulses, self._tallies = store, owner, clock, pulses, tallies

    def enter(self, secret: str | None) -> None:
        """Make sure that this reader leads the room; a right secret makes it so from now on.

        Raises:
            RoomError: there is no such room, or this reader does not lead it.
        """
        def right(tx: sa.Connection) -> bool:
            room = rows.open_room(tx, self.code, self._clock())
            if rows.is_teacher(tx, self.code, self._owner):
                return True
            if not secret or not hmac.compare_digest(hashed(secret), room.secret):
                rows.refuse_stranger(tx, self.code, self._owner)
            return False

        def entered(tx: sa.Connection) -> None:
            rows.open_room(tx, self.code, self._clock(), hold=True)
            count = len(tx.execute(sa.select(TEACHERS).where(TEACHERS.c.code == self.code)).all())
            if count >= MOST_TEACHERS:
                raise LimitError("{most} readers lead this room already, as many as may.", most=MOST_TEACHERS)
            if not rows.is_teacher(tx, self.code, self._owner):
                tx.execute(sa.insert(TEACHERS).values(code=self.code, reader=self._owner))
        if not self._store.read(right):
            self._store.write(entered)

    def look(self) -> TeacherView:
        """Return all there is to see."""
        return self._read(self._look)

    def ask(self, question: ClassQuestion, *, again: int = 0) -> int:
        """Put a question before the class; one that is still asked is stopped. Return its number.

        Args:
            again: number of the question that this one repeats; 0: none.

        Raises:
            RoomError, SpecError: it cannot be asked.
            LimitError: as many were asked as may be.
        """
        spec = checked_question(question).to_json()

        def work(tx: sa.Connection) -> int:
            self._stop(tx)
            last = tx.execute(sa.select(sa.func.max(QUESTIONS.c.question)).where(
                QUESTIONS.c.code == self.code)).scalar() or 0
            if last >= settings().room_questions:
                raise LimitError("{most} questions were asked in this room, as many as may be. Open another room.",
                                 most=settings().room_questions)
            tx.execute(sa.insert(QUESTIONS).values(
                code=self.code, question=last + 1, spec=spec, stage="asked", again=again if 0 < again <= last else 0,
                asked=self._clock(), stopped=0.0))
            rows.change(tx, self.code, asked=last + 1)
            return int(last) + 1
        return self._write(work)

    def ask_again(self, question: int | None = None) -> int:
        """Put a question before the class once more, to be held against what was answered first; return its number."""
        asked = self._asked(question)
        return self.ask(asked.question, again=asked.number)

    def stop(self) -> None:
        """Let nobody answer any more. A question that is stopped stays so."""
        self._write(self._stop)

    def show(self) -> None:
        """Stop the question, and show all what came of it."""
        def work(tx: sa.Connection) -> None:
            self._stop(tx)
            self._set(tx, "stopped", "shown")
        self._write(work)

    def put_away(self) -> None:
        """Stop the question, and take it from before the class."""
        def work(tx: sa.Connection) -> None:
            self._stop(tx)
            rows.change(tx, self.code, asked=0)
        self._write(work)

    def bring_back(self, question: int) -> None:
        """Put an earlier question before the class as it was left. Raises `RoomError` where there is none."""
        def work(tx: sa.Connection) -> None:
            if rows.question_row(tx, self.code, question) is None:
                raise _no_question(question)
            self._stop(tx)
            rows.change(tx, self.code, asked=question)
        self._write(work)

    def move(self, address: str) -> int:
        """Move all students to the state of a page; return how often they were moved.

        Raises:
            RoomError: the address leads to no page of this app.
        """
        told = checked_address(address)

        def work(tx: sa.Connection) -> int:
            rows.change(tx, self.code, moves=ROOMS.c.moves + 1, moved=told)
            return int(tx.execute(sa.select(ROOMS.c.moves).where(ROOMS.c.code == self.code)).scalar_one())
        return self._write(work)

    def rename(self, member: str, nickname: str) -> str:
        """Give a student another nickname, and return it. Raises `RoomError` where it cannot be."""
        def work(tx: sa.Connection) -> str:
            taken = {row.folded for row in tx.execute(sa.select(MEMBERS).where(
                MEMBERS.c.code == self.code, MEMBERS.c.member != member))}
            told = checked_nickname(nickname, taken)
            self._change_member(tx, member, nickname=told, folded=folded(told))
            return told
        return self._write(work)

    def remove(self, member: str) -> None:
        """Take a student out of the room, with all that was said; that browser cannot join again."""
        def work(tx: sa.Connection) -> None:
            self._change_member(tx, member, removed=True, folded=None)
            rows.close_things(tx, self.code, member)
            for table in (ANSWERS, HANDED):
                tx.execute(sa.delete(table).where(table.c.code == self.code, table.c.member == member))
        self._write(work)

    def lock(self, *, locked: bool) -> None:
        """Let nobody else join, or let them again."""
        self._write(lambda tx: rows.change(tx, self.code, locked=locked))

    def tally(self, question: int | None = None) -> Tally:
        """Return what came of a question, by now; None: of the one that stands before the class.

        Raises:
            RoomError: there is none.
        """
        def work(tx: sa.Connection) -> Tally:
            room = rows.open_room(tx, self.code, self._clock())
            row = rows.question_row(tx, self.code, room.asked if question is None else question)
            if row is None:
                raise _no_question(room.asked if question is None else question)
            return self._tallies.of(tx, row, room.version)
        return self._read(work)

    def answers_csv(self, say: Callable[[str | Message], str] = str) -> bytes:
        """Return all answers as a table that a spreadsheet opens, UTF-8.

        Args:
            say: says a heading or a sentence in the reader's language.
        """
        return self._read(lambda tx: answers_table(tx, self.code, say))

    def end(self) -> None:
        """Delete the room with all that was said in it."""
        self._write(lambda tx: rows.delete_rooms(tx, ROOMS.c.code == self.code))

    def _asked(self, question: int | None) -> AskedQuestion:
        view = self.look()
        number = question if question is not None else view.asked.number if view.asked else 0
        if found := next((asked for asked in view.questions if asked.number == number), None):
            return found
        raise _no_question(number)

    def _look(self, tx: sa.Connection) -> TeacherView:
        room = rows.open_room(tx, self.code, self._clock())
        answers = {row.member: row.text for row in tx.execute(sa.select(ANSWERS).where(
            ANSWERS.c.code == self.code, ANSWERS.c.question == room.asked))}
        members = tx.execute(sa.select(MEMBERS).where(MEMBERS.c.code == self.code, MEMBERS.c.removed.is_(False))
                             .order_by(MEMBERS.c.joined, MEMBERS.c.member))
        counts: dict[int, int] = dict(tx.execute(sa.select(ANSWERS.c.question, sa.func.count()).where(
            ANSWERS.c.code == self.code).group_by(ANSWERS.c.question)).tuples().all())
        questions = tuple(rows.asked_question(row, counts.get(row.question, 0)) for row in tx.execute(
            sa.select(QUESTIONS).where(QUESTIONS.c.code == self.code).order_by(QUESTIONS.c.question)))
        return TeacherView(
            code=self.code, version=room.version, ends=room.ends, locked=room.locked,
            members=tuple(RoomMember(row.member, row.nickname, row.joined, answers.get(row.member, ""))
                          for row in members),
            questions=questions, asked=next((one for one in questions if one.number == room.asked), None),
            move=rows.move_of(room))

    def _stop(self, tx: sa.Connection) -> None:
        self._set(tx, "asked", "stopped", stopped=self._clock())

    def _set(self, tx: sa.Connection, stage: Stage, to: Stage, **values: float) -> None:
        """Bring the question that stands before the class from one stage to another; in any other it stays."""
        asked = sa.select(ROOMS.c.asked).where(ROOMS.c.code == self.code).scalar_subquery()
        changed = tx.execute(sa.update(QUESTIONS).where(
            QUESTIONS.c.code == self.code, QUESTIONS.c.question == asked, QUESTIONS.c.stage == stage).values(
            stage=to, **values))
        if changed.rowcount:
            rows.change(tx, self.code)

    def _change_member(self, tx: sa.Connection, member: str, **values: object) -> None:
        changed = tx.execute(sa.update(MEMBERS).where(
            MEMBERS.c.code == self.code, MEMBERS.c.member == member, MEMBERS.c.removed.is_(False)).values(**values))
        if not changed.rowcount:
            raise RoomError("This student is no longer in the room.", why="none")
        rows.change(tx, self.code)

    def _read(self, work: Callable[[sa.Connection], T]) -> T:
        def checked(tx: sa.Connection) -> T:
            rows.open_room(tx, self.code, self._clock())
            rows.refuse_stranger(tx, self.code, self._owner)
            return work(tx)
        return self._store.read(checked)

    def _write(self, work: Callable[[sa.Connection], T]) -> T:
        def checked(tx: sa.Connection) -> T:
            rows.open_room(tx, self.code, self._clock(), hold=True)
            rows.refuse_stranger(tx, self.code, self._owner)
            return work(tx)
        found = self._store.write(checked)
        self._pulses.forget(self.code)
        return found


def _no_question(number: int) -> RoomError:
    if not number:
        return RoomError("No question stands before the class.", why="words")
    return RoomError("There is no question {number} in this room.", why="words", number=number)
