"""A room for tests of the page *Classroom*: in a database of its own, with students who answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from explorer.classroom import ClassQuestion, Rooms

SIDE = ClassQuestion(form="number", says="28 px, kernel 5, padding 2, stride 2. Side of the output?", right="14")


@dataclass
class Room:
    """A room, once a page has opened it, and those who join."""

    rooms: Rooms
    code: str = ""
    students: list[str] = field(default_factory=list)

    def join(self, *nicknames: str) -> None:
        """Let readers in, each of whom is called as its nickname."""
        for nickname in nicknames:
            self.rooms.join(self.code, nickname, nickname)
            self.students.append(nickname)

    def answer(self, *texts: str) -> None:
        """Let the first students answer the question that they see."""
        for student, text in zip(self.students, texts, strict=False):
            asked = self.rooms.look(self.code, student).asked
            assert asked
            self.rooms.answer(self.code, student, asked.number, text)
