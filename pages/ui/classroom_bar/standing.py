"""What a reader is in a room: its teacher, one of its students, or neither, and why."""

from __future__ import annotations

from explorer import classroom
from explorer.errors import RoomError
from pages.ui.reader import reader


def standing(code: str) -> classroom.StudentView | classroom.Teacher | RoomError:
    """Return what this reader sees of a room as a student, what leads it, or why this reader sees nothing of it."""
    try:
        return classroom.rooms().look(code, reader())
    except RoomError as error:
        if error.why != "stranger":
            return error
        stranger = error
    try:
        return classroom.rooms().teacher(code, reader())
    except RoomError as error:
        return stranger if error.why == "teacher" else error
