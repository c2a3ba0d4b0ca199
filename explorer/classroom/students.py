"""What anybody asks of rooms: open one, join one, look, answer, hand in. What only a teacher may do: `teaching`."""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable, Hashable
from functools import cache

import sqlalchemy as sa

from explorer.classroom import rows
from explorer.classroom.class_question import checked_answer
from explorer.classroom.codes import hashed, new_code, new_secret, read_code
from explorer.classroom.nicknames import checked_nickname, folded
from explorer.classroom.pulse import Pulses, RoomPulse
from explorer.classroom.records import Membership, OpenedRoom, StudentView, TakenAnswer
from explorer.classroom.sharing import Sharing
from explorer.classroom.store import Store
from explorer.classroom.tables import ANSWER, ANSWERS, HANDED, MEMBERS, ROOMS, TEACHERS
from explorer.classroom.teaching import Teacher
from explorer.errors import LimitError, RoomError
from explorer.jobs import database_url, owner_of
from explorer.runtime import REFUSED, Flood
from explorer.settings import settings

HOUR_S = 3600.0
SWEPT_S = 300.0
"""How often rooms that are over are deleted, at most, s."""
ANSWERS_AT_ONCE = 6
WRONG_AT_ONCE, WRONG_PER_S = 12, 0.2
"""How often one reader may try a code that opens nothing: enough for slips, too little for guessing."""
ALL_WRONG_AT_ONCE, ALL_WRONG_PER_S = 200, 5.0
"""The same for all readers together: whoever throws cookies away is a new one each time."""


@cache
def rooms() -> Rooms:
    """Return the rooms of this server."""
    return Rooms(database_url())


class Rooms:
    """The rooms in the database ``url``.

    Args:
        clock: s since 1970.
    """

    def __init__(self, url: str, clock: Callable[[], float] = time.time) -> None:
        self.store, self.clock = Store(url), clock
        self.pulses, self.tallies = Pulses(self.store, now=clock), rows.Tallies()
        self.shared = Sharing(self.store, clock)
        self._answers = Flood(ANSWERS_AT_ONCE, settings().room_answers_per_s)
        self._wrong = Flood(WRONG_AT_ONCE, WRONG_PER_S), Flood(ALL_WRONG_AT_ONCE, ALL_WRONG_PER_S)
        self._swept = 0.0

    def open(self, reader: str) -> OpenedRoom:
        """Open a room that ``reader`` leads.

        Raises:
            LimitError: this reader, or all together, have opened as many as may be.
            RoomError: the database stayed away; so does every other call raise it.
        """
        self.sweep()
        owner, now, secret = owner_of(reader), self.clock(), new_secret()

        def work(tx: sa.Connection) -> OpenedRoom:
            taken = {row.code: row.owner for row in tx.execute(sa.select(ROOMS.c.code, ROOMS.c.owner))}
            if list(taken.values()).count(owner) >= settings().rooms_per_reader:
                raise LimitError("You have {most} rooms open, as many as one may. End one of them first.",
                                 most=settings().rooms_per_reader)
            if len(taken) >= settings().rooms:
                raise LimitError("{most} rooms are open on this server, as many as it takes. Try again when one has "
                                 "ended.", most=settings().rooms)
            code, ends = new_code(taken), now + settings().room_hours * HOUR_S
            tx.execute(sa.insert(ROOMS).values(code=code, owner=owner, secret=hashed(secret), opened=now, ends=ends,
                                               version=1, locked=False, asked=0, moves=0, moved=""))
            tx.execute(sa.insert(TEACHERS).values(code=code, reader=owner))
            return OpenedRoom(code, secret, ends)
        return self.store.write(work)

    def join(self, code: str, reader: str, nickname: str) -> Membership:
        """Let ``reader`` into a room under a nickname; who is in it already stays so, under the first nickname.

        Args:
            code: as it was typed.

        Raises:
            RoomError: there is no such room, it is full or locked, the nickname cannot be, or the teacher removed
                this reader.
        """
        found = self._known(code, reader)
        owner, now = owner_of(reader), self.clock()

        def work(tx: sa.Connection) -> Membership:
            room = rows.open_room(tx, found, now, hold=True)
            if own := rows.member_row(tx, found, owner):
                if own.removed:
                    raise rows.removed_from(found)
                return Membership(found, False, own.nickname, room.ends)
            if room.locked:
                raise RoomError("The room {code} takes nobody in any more. Ask the teacher to open its door.",
                                why="locked", code=found)
            if rows.students(tx, found) >= settings().room_students:
                raise RoomError("The room {code} is full: {most} students are in it.", why="full", code=found,
                                most=settings().room_students)
            taken = set(tx.execute(sa.select(MEMBERS.c.folded).where(MEMBERS.c.code == found)).scalars())
            told = checked_nickname(nickname, taken)
            tx.execute(sa.insert(MEMBERS).values(code=found, member=secrets.token_hex(4), reader=owner, nickname=told,
                                                 folded=folded(told), joined=now, removed=False))
            return Membership(found, False, told, room.ends)
        return self.store.write(work)

    def of(self, reader: str) -> tuple[Membership, ...]:
        """Return the open rooms that ``reader`` leads, then those joined, the newest first."""
        owner, open_now = owner_of(reader), ROOMS.c.ends > self.clock()

        def work(tx: sa.Connection) -> tuple[Membership, ...]:
            led = tx.execute(sa.select(ROOMS).join(TEACHERS, TEACHERS.c.code == ROOMS.c.code).where(
                TEACHERS.c.reader == owner, open_now).order_by(ROOMS.c.opened.desc())).all()
            joined = tx.execute(sa.select(ROOMS.c.code, ROOMS.c.ends, MEMBERS.c.nickname).join(
                MEMBERS, MEMBERS.c.code == ROOMS.c.code).where(
                MEMBERS.c.reader == owner, MEMBERS.c.removed.is_(False), open_now).order_by(MEMBERS.c.joined.desc()))
            return (*(Membership(row.code, True, "", row.ends) for row in led),
                    *(Membership(row.code, False, row.nickname, row.ends) for row in joined))
        return self.store.read(work)

    def look(self, code: str, reader: str) -> StudentView:
        """Return what ``reader`` sees as a student of a room.

        Raises:
            RoomError: there is no such room, or this reader is not in it (any more).
        """
        found, owner = self._known(code, reader), owner_of(reader)

        def work(tx: sa.Connection) -> StudentView:
            room = rows.open_room(tx, found, self.clock())
            own = rows.present_member(tx, found, owner)
            view = {"code": found, "version": room.version, "ends": room.ends, "member": own.member,
                    "nickname": own.nickname, "move": rows.move_of(room)}
            row = rows.question_row(tx, found, room.asked) if room.asked else None
            if row is None:
                return StudentView(**view)
            text = tx.execute(sa.select(ANSWERS.c.text).where(
                ANSWERS.c.code == found, ANSWERS.c.question == row.question, ANSWERS.c.member == own.member)).scalar()
            if row.stage != "shown":
                return StudentView(**view, asked=rows.asked_question(row, hidden=True), own=text or "")
            tally = self.tallies.of(tx, row, room.version)
            earlier = rows.question_row(tx, found, row.again) if row.again else None
            return StudentView(**view, asked=rows.asked_question(row, tally.count), own=text or "", tally=tally,
                               before=self.tallies.of(tx, earlier, room.version) if earlier else None)
        return self.store.read(work)

    def answer(self, code: str, reader: str, question: int, text: str) -> TakenAnswer:
        """Take an answer to a question. It can be changed until the question is stopped; the same once more is no
        change, so that whoever lost the connection may send again.

        Raises:
            RoomError: it came too late, cannot be read, comes too often, or its sender is not in the room (any more).
        """
        found, owner, now = self._known(code, reader), owner_of(reader), self.clock()
        _refuse_flood(self._answers, (found, owner))

        def work(tx: sa.Connection) -> TakenAnswer:
            room = rows.open_room(tx, found, now, share=True)
            own = rows.present_member(tx, found, owner)
            row = rows.question_row(tx, found, question)
            earlier = tx.execute(sa.select(ANSWERS.c.text).where(
                ANSWERS.c.code == found, ANSWERS.c.question == question, ANSWERS.c.member == own.member)).scalar()
            if row is None or room.asked != question or row.stage != "asked":
                raise _too_late(earlier)
            told = checked_answer(rows.read_question(row.spec), text)
            tx.execute(ANSWER, {"code": found, "question": question, "member": own.member, "text": told,
                                "moment": now})
            return TakenAnswer(question, told, changed=earlier is not None and earlier != told)
        return self.store.write(work)

    def leave(self, code: str, reader: str) -> None:
        """Take ``reader`` out of a room, with all that was said in it; who is not in it need not leave.

        Raises:
            RoomError: there is no such room.
        """
        found, owner = read_code(code), owner_of(reader)

        def work(tx: sa.Connection) -> None:
            rows.open_room(tx, found, self.clock(), hold=True)
            own = rows.member_row(tx, found, owner)
            if own is None or own.removed:
                return
            rows.close_things(tx, found, own.member)
            for table in (ANSWERS, HANDED, MEMBERS):
                tx.execute(sa.delete(table).where(table.c.code == found, table.c.member == own.member))
            rows.change(tx, found)
        self.store.write(work)
        self.pulses.forget(found)

    def teacher(self, code: str, reader: str, secret: str | None = None) -> Teacher:
        """Return what leads a room, for a reader who may: who opened it, or came with the secret of its link.

        Raises:
            RoomError: there is no such room, or this reader does not lead it.
        """
        teacher = Teacher(self.store, self._known(code, reader), owner_of(reader), clock=self.clock,
                          pulses=self.pulses, tallies=self.tallies)
        teacher.enter(secret)
        return teacher

    def pulse(self, code: str) -> RoomPulse | None:
        """Return what changes in a room, at most half a second old; None where it has ended."""
        return self.pulses.of(code)

    def sweep(self, *, at_once: bool = False) -> int:
        """Delete rooms that are over, with all that was said in them; return how many. Seldom, unless ``at_once``."""
        now = self.clock()
        if not at_once and now - self._swept < SWEPT_S:
            return 0
        self._swept = now
        return self.store.write(lambda tx: rows.delete_rooms(tx, ROOMS.c.ends <= now))

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def _known(self, code: str, reader: str) -> str:
        """Return a code that opens a room; who tries many that open none has to wait.

        Raises:
            RoomError: it opens none, or too many were tried.
        """
        found = read_code(code)
        if found and self.store.read(lambda tx: tx.execute(
                sa.select(ROOMS.c.code).where(ROOMS.c.code == found)).first()):
            return found
        for flood, name in zip(self._wrong, (owner_of(reader), ""), strict=True):
            _refuse_flood(flood, name)
        raise rows.no_room_of(code.strip().upper())


def _refuse_flood(flood: Flood, name: Hashable) -> None:
    if wait := flood.wait_s(name):
        REFUSED.add("room_answer", "reader")
        raise RoomError("That was a little too often. Try again in {seconds} s; nothing that counted before is lost.",
                        why="flood", seconds=math.ceil(wait))


def _too_late(earlier: str | None) -> RoomError:
    if earlier is not None:
        return RoomError("The question was stopped before this arrived. Your answer {earlier} counts.", why="stopped",
                         earlier=earlier)
    return RoomError("The question was stopped before your answer arrived, so that it does not count.", why="stopped")


