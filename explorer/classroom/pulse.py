"""Whether anything is new in a room: a few numbers, looked up at most twice a second however many ask."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from threading import Lock

import sqlalchemy as sa

from explorer.classroom.codes import read_code
from explorer.classroom.store import Store
from explorer.classroom.tables import ANSWERS, HANDED, MEMBERS, ROOMS
from explorer.jobs import server_key

FRESH_S = 0.4
"""How long what was found is good for, s."""
MOST_ROOMS = 1000
DIGITS = 20
"""Of a ticket's signature."""


@dataclass(frozen=True, slots=True)
class RoomPulse:
    """What changes in a room.

    Attributes:
        version: counts what everybody sees: questions, stages, moves, who was removed or renamed, what was lent.
        students: how many there are.
        answers, changes: to the question that stands before the class: how many, and how often one was sent.
        handed: how often something was handed in.
    """

    version: int
    students: int
    answers: int
    changes: int
    handed: int


class Pulses:
    """The pulses of all rooms in ``store``.

    Args:
        clock: monotonic, s.
        now: s since 1970.
    """

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic,
                 now: Callable[[], float] = time.time) -> None:
        self._store, self._clock, self._now = store, clock, now
        self._found: dict[str, tuple[float, RoomPulse | None]] = {}
        self._lock = Lock()

    def remembered(self, code: str) -> tuple[RoomPulse | None] | None:
        """Return what was found a moment ago, at once, in a tuple; None where it has to be looked up."""
        found = self._found.get(code)
        return (found[1],) if found and self._clock() - found[0] <= FRESH_S else None

    def of(self, code: str) -> RoomPulse | None:
        """Return the pulse of a room; None where there is none. Those who ask at once share one answer.

        Raises:
            RoomError: the database stayed away.
        """
        if found := self.remembered(code):
            return found[0]
        with self._lock:
            if found := self.remembered(code):
                return found[0]
            pulse = self._store.read(lambda tx: look_up(tx, code, self._now()))
            if len(self._found) >= MOST_ROOMS:
                self._found.clear()
            self._found[code] = (self._clock(), pulse)
            return pulse

    def forget(self, code: str) -> None:
        """Let the next one who asks see what has just been changed here."""
        self._found.pop(code, None)


def look_up(tx: sa.Connection, code: str, now: float) -> RoomPulse | None:
    """Return the pulse of a room from its rows."""
    answers = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(ANSWERS.c.changes), 0)).where(
        ANSWERS.c.code == code, ANSWERS.c.question == sa.bindparam("asked"))
    row = tx.execute(sa.select(
        ROOMS.c.version, ROOMS.c.asked,
        sa.select(sa.func.count()).select_from(MEMBERS).where(
            MEMBERS.c.code == code, MEMBERS.c.removed.is_(False)).scalar_subquery().label("students"),
        sa.select(sa.func.coalesce(sa.func.max(HANDED.c.number), 0)).where(
            HANDED.c.code == code).scalar_subquery().label("handed"),
    ).where(ROOMS.c.code == code, ROOMS.c.ends > now)).first()
    if row is None:
        return None
    count, changes = tx.execute(answers, {"asked": row.asked}).one()
    return RoomPulse(row.version, row.students, count, int(changes), row.handed)


def pulse_record(pulse: RoomPulse | None) -> dict[str, int | bool]:
    """Return what is sent to those who watch; ``over`` where the room has ended."""
    return {"over": True} if pulse is None else {"over": False, **asdict(pulse)}


def ticket(code: str, key: bytes | None = None) -> str:
    """Return what a page gives to its watcher, so that only those who were let in can ask about a room."""
    return f"{code}.{_digest(code, key)}"


def read_ticket(text: str, key: bytes | None = None) -> str:
    """Return the code on a ticket; empty where this server did not make it."""
    code, _, digest = text.partition(".")
    good = read_code(code) == code and hmac.compare_digest(digest.encode(errors="replace"), _digest(code, key).encode())
    return code if code and good else ""


def _digest(code: str, key: bytes | None) -> str:
    return hmac.digest(key or server_key(), f"room {code}".encode(), "sha256").hex()[:DIGITS]
