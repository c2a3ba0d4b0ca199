"""What a page is told that asks whether anything is new in a room."""

from __future__ import annotations

import asyncio
import json
from contextlib import closing

import pytest
import sqlalchemy as sa
from starlette.requests import Request

from explorer import classroom
from explorer.classroom import ClassQuestion, Rooms, store, ticket
from pages.ui import classroom_routes


@pytest.fixture
def rooms(tmp_path, monkeypatch):
    with closing(Rooms(f"sqlite:///{tmp_path / 'jobs.sqlite'}")) as made:
        monkeypatch.setattr(classroom, "rooms", lambda: made)
        yield made


def told(text: str):
    """Return status and content of the answer to a ticket."""
    [route] = classroom_routes.routes()
    assert route.path == "/pulse/{ticket}" and route.methods == {"GET", "HEAD"}
    scope = {"type": "http", "method": "GET", "headers": [], "query_string": b"", "path_params": {"ticket": text}}
    answer = asyncio.run(route.endpoint(Request(scope)))
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, json.loads(answer.body) if answer.body else None


def test_those_who_were_let_in_are_told_numbers(rooms):
    code = rooms.open("ms-kim").code
    rooms.join(code, "ada", "Ada")
    assert told(ticket(code)) == (200, {"over": False, "version": 1, "students": 1, "answers": 0, "changes": 0,
                                        "handed": 0})
    rooms.teacher(code, "ms-kim").ask(ClassQuestion(form="number", says="?"))
    assert told(ticket(code))[1]["version"] == 2


def test_a_room_that_has_ended_says_so(rooms):
    code = rooms.open("ms-kim").code
    rooms.teacher(code, "ms-kim").end()
    assert told(ticket(code)) == (200, {"over": True})


def test_whoever_has_no_ticket_is_told_nothing_and_costs_nothing(rooms, monkeypatch):
    code = rooms.open("ms-kim").code
    monkeypatch.setattr(classroom, "rooms", None)
    for text in (code, f"{code}.", f"{code}.{'0' * 20}", "x", ticket(code).lower(), "../../etc/passwd", "\udcff"):
        assert told(text) == (404, None)


def test_of_many_who_ask_at_once_one_looks(rooms):
    code, looks = rooms.open("ms-kim").code, []
    sa.event.listen(rooms.store.engine, "before_cursor_execute", lambda *told: looks.append(told[2]))
    rooms.pulses.of(code)
    count = len(looks)
    for _ in range(50):
        assert told(ticket(code))[0] == 200
    assert len(looks) == count > 0


def test_a_database_that_is_away_is_no_end_of_a_room(rooms, monkeypatch, tmp_path):
    monkeypatch.setattr(store, "PATIENCE_S", 0.1)
    code = rooms.open("ms-kim").code
    rooms.store.engine.dispose()
    (tmp_path / "jobs.sqlite").write_bytes(b"no database any more, and long enough to be looked at " * 40)
    rooms.pulses.forget(code)
    assert told(ticket(code)) == (503, None)
