"""What goes between teacher and class: things lent till the room ends, and states of pages that students hand in."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

import sqlalchemy as sa

from explorer.classroom import rows
from explorer.classroom.codes import read_code
from explorer.classroom.records import ClassReader, HandedIn, LentThing
from explorer.classroom.store import Store
from explorer.classroom.tables import HANDED, LENT, MEMBERS, PICTURES, ROOMS, TEACHERS
from explorer.errors import LimitError, RoomError
from explorer.jobs import owner_of
from explorer.settings import settings

MOST_LENT = 50
MOST_HANDED = 20
"""Of one student."""
MOST_PICTURES, MOST_PICTURE_BYTES = 12, 4 * 2**20
"""Photos of one room, and the largest of them."""
PHOTO = "photo"
LONGEST_TITLE = 120
PARAMETERS = 4000
"""Characters of an address besides the text of a stack."""
ADDRESS = re.compile(r"[a-z_]{0,40}(\?[!-~]*)?", re.ASCII)
"""A page of this app and its parameters, never another site."""
KIND, NAME = re.compile(r"[a-z_]{1,20}", re.ASCII), re.compile(r"[\w./:-]{1,200}", re.ASCII)


def checked_address(address: str) -> str:
    """Return the address of a page's state, such as ``pooling?kind=max``, without what stands before the page.

    Raises:
        RoomError: it leads to no page of this app, or is too long.
    """
    told = address.strip().lstrip("/")
    if len(told) > settings().text_chars + PARAMETERS or not ADDRESS.fullmatch(told):
        raise RoomError("This address leads to no page of this app, or is too long to be sent to a class.", why="words")
    return told


class Sharing:
    """Lending and handing in, for the rooms in ``store``; each call is checked for whoever asks.

    Args:
        clock: s since 1970.
    """

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store, self._clock = store, clock

    def lend(self, code: str, reader: str, kind: str, name: str, title: str, *, picture: bytes = b"") -> None:
        """Open a thing of a teacher's to all of a room. That it is the teacher's own is looked at when it is opened.

        Args:
            kind: what it is, such as ``job``.
            name: by which its owner finds it.
            title: what the class reads.
            picture: of a ``photo``, a PNG file: photos are kept nowhere else for long.

        Raises:
            RoomError: the reader does not lead this room.
            LimitError: too much is lent.
        """
        if not KIND.fullmatch(kind) or not NAME.fullmatch(name) or (kind == PHOTO) != bool(picture):
            raise RoomError("This cannot be lent to a class.", why="words")
        if len(picture) > MOST_PICTURE_BYTES:
            raise LimitError("This photo takes too much room to be lent to a class. Use a smaller one.")
        found, owner = read_code(code), owner_of(reader)

        def work(tx: sa.Connection) -> None:
            self._led(tx, found, owner)
            lent = [(row.kind, row.name) for row in tx.execute(sa.select(LENT).where(LENT.c.code == found))]
            if (kind, name) in lent:
                return
            if len(lent) >= MOST_LENT:
                raise LimitError("{most} things are lent to this room, as many as may be. Take one back first.",
                                 most=MOST_LENT)
            if picture:
                _keep_picture(tx, found, name, picture)
            tx.execute(sa.insert(LENT).values(code=found, kind=kind, name=name, owner=owner,
                                              title=title.strip()[:LONGEST_TITLE], moment=self._clock()))
            rows.change(tx, found)
        self._store.write(work)

    def take_back(self, code: str, reader: str, kind: str, name: str) -> None:
        """Close a lent thing to the class again. Raises as `lend`."""
        found, owner = read_code(code), owner_of(reader)

        def work(tx: sa.Connection) -> None:
            self._led(tx, found, owner)
            tx.execute(sa.delete(LENT).where(LENT.c.code == found, LENT.c.kind == kind, LENT.c.name == name))
            if kind == PHOTO:
                tx.execute(sa.delete(PICTURES).where(PICTURES.c.code == found, PICTURES.c.name == name))
            rows.change(tx, found)
        self._store.write(work)

    def lent(self, code: str, reader: str) -> tuple[LentThing, ...]:
        """Return what is lent to a room, the oldest first; nothing for those who are not in it."""
        return self._things(reader, LENT.c.code == read_code(code))

    def open_to(self, reader: str) -> tuple[LentThing, ...]:
        """Return what is lent to all open rooms in which ``reader`` is, the oldest first."""
        return self._things(reader)

    def picture(self, reader: str, name: str) -> bytes | None:
        """Return a photo that is lent to a room in which ``reader`` is, a PNG file; None: there is none."""
        found = self.lender(reader, PHOTO, name)
        return self._store.read(lambda tx: tx.execute(sa.select(PICTURES.c.data).where(
            PICTURES.c.code == found.code, PICTURES.c.name == name)).scalar()) if found else None

    def lender(self, reader: str, kind: str, name: str) -> LentThing | None:
        """Return a thing that is lent to an open room in which ``reader`` is; None: to none."""
        return next(iter(self._things(reader, LENT.c.kind == kind, LENT.c.name == name)), None)

    def hand_in(self, code: str, reader: str, address: str, title: str,
                things: Collection[tuple[str, str]] = ()) -> int:
        """Send the state of a page to the teacher of a room; return its number. The same once more is not sent again.

        Args:
            address: of the page.
            title: what the wall calls it.
            things: what of the student's own the page needs, each by its kind and name: it opens for the room, too.

        Raises:
            RoomError: the reader is not in the room, or the address leads to no page.
            LimitError: this student has handed in as much as may be.
        """
        found, owner, told = read_code(code), owner_of(reader), checked_address(address)

        def work(tx: sa.Connection) -> int:
            rows.open_room(tx, found, self._clock(), hold=True)
            own = rows.present_member(tx, found, owner)
            sent = tx.execute(sa.select(HANDED).where(HANDED.c.code == found, HANDED.c.member == own.member)).all()
            if same := [row.number for row in sent if row.address == told]:
                return int(same[0])
            if len(sent) >= MOST_HANDED:
                raise LimitError("You have handed in {most} times, as often as one may in a room.", most=MOST_HANDED)
            last = tx.execute(sa.select(sa.func.max(HANDED.c.number)).where(HANDED.c.code == found)).scalar() or 0
            tx.execute(sa.insert(HANDED).values(code=found, number=last + 1, member=own.member, address=told,
                                                title=" ".join(title.split())[:LONGEST_TITLE], moment=self._clock()))
            self._open_with(tx, found, owner, things, title)
            return int(last) + 1
        return self._store.write(work)

    def handed(self, code: str, reader: str) -> tuple[HandedIn, ...]:
        """Return what was handed in, the oldest first: all of it to the room's teacher, to students their own."""
        found, owner = read_code(code), owner_of(reader)

        def work(tx: sa.Connection) -> tuple[HandedIn, ...]:
            rows.open_room(tx, found, self._clock())
            wanted = sa.select(HANDED, MEMBERS.c.nickname).join(
                MEMBERS, (MEMBERS.c.code == HANDED.c.code) & (MEMBERS.c.member == HANDED.c.member)).where(
                HANDED.c.code == found).order_by(HANDED.c.number)
            if not rows.is_teacher(tx, found, owner):
                wanted = wanted.where(HANDED.c.member == rows.present_member(tx, found, owner).member)
            return tuple(HandedIn(row.number, row.member, row.nickname, row.address, row.title, row.moment)
                         for row in tx.execute(wanted))
        return self._store.read(work)

    def class_readers(self, code: str, reader: str) -> tuple[ClassReader, ...]:
        """Return who is in a room, in the order in which they came, for its teacher and for those who are in it.

        Raises:
            RoomError: the reader is neither.
        """
        found, owner = read_code(code), owner_of(reader)

        def work(tx: sa.Connection) -> tuple[ClassReader, ...]:
            rows.open_room(tx, found, self._clock())
            if not rows.is_teacher(tx, found, owner):
                rows.present_member(tx, found, owner)
            return tuple(ClassReader(row.reader, row.nickname, row.joined) for row in tx.execute(
                sa.select(MEMBERS).where(MEMBERS.c.code == found, MEMBERS.c.removed.is_(False))
                .order_by(MEMBERS.c.joined, MEMBERS.c.member)))
        return self._store.read(work)

    def _open_with(self, tx: sa.Connection, code: str, owner: str, things: Collection[tuple[str, str]],
                   title: str) -> None:
        """Open things of a student's to a room; what is lent to it already stays as it is."""
        for kind, name in things:
            if not KIND.fullmatch(kind) or kind == PHOTO or not NAME.fullmatch(name):
                raise RoomError("This cannot be lent to a class.", why="words")
            if not tx.execute(sa.select(LENT).where(LENT.c.code == code, LENT.c.kind == kind,
                                                    LENT.c.name == name)).first():
                tx.execute(sa.insert(LENT).values(code=code, kind=kind, name=name, owner=owner,
                                                  title=" ".join(title.split())[:LONGEST_TITLE],
                                                  moment=self._clock()))
                rows.change(tx, code)

    def _led(self, tx: sa.Connection, code: str, owner: str) -> None:
        rows.open_room(tx, code, self._clock())
        rows.refuse_stranger(tx, code, owner)

    def _things(self, reader: str, *which: sa.ColumnElement[bool]) -> tuple[LentThing, ...]:
        owner = owner_of(reader)
        inside = sa.union(sa.select(TEACHERS.c.code).where(TEACHERS.c.reader == owner),
                          sa.select(MEMBERS.c.code).where(MEMBERS.c.reader == owner, MEMBERS.c.removed.is_(False)))
        wanted = sa.select(LENT).join(ROOMS, ROOMS.c.code == LENT.c.code).where(
            ROOMS.c.ends > self._clock(), LENT.c.code.in_(inside), *which).order_by(LENT.c.moment)
        return self._store.read(lambda tx: tuple(LentThing(row.code, row.kind, row.name, row.owner, row.title)
                                                 for row in tx.execute(wanted)))


def _keep_picture(tx: sa.Connection, code: str, name: str, picture: bytes) -> None:
    count = tx.execute(sa.select(sa.func.count()).select_from(PICTURES).where(PICTURES.c.code == code)).scalar_one()
    if count >= MOST_PICTURES:
        raise LimitError("{most} photos are lent to this room, as many as may be. Take one back first.",
                         most=MOST_PICTURES)
    tx.execute(sa.insert(PICTURES).values(code=code, name=name, data=picture))
