"""What is kept of a room: tables of their own in the database of the jobs. A reader stands in them as a hash only."""

from __future__ import annotations

import sqlalchemy as sa

TABLES = sa.MetaData()


def _of_a_room(name: str, *columns: sa.Column[object] | sa.UniqueConstraint) -> sa.Table:
    """Return a table whose rows are deleted with their room."""
    return sa.Table(f"explorer_room_{name}", TABLES, sa.Column("code", sa.Text, primary_key=True), *columns)


ROOMS = sa.Table(
    "explorer_rooms", TABLES,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("opened", sa.Float, nullable=False),
    sa.Column("ends", sa.Float, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("locked", sa.Boolean, nullable=False),
    sa.Column("asked", sa.Integer, nullable=False),
    sa.Column("moves", sa.Integer, nullable=False),
    sa.Column("moved", sa.Text, nullable=False))
"""``secret``: hash of the word in the teacher's link. ``version``: counts what all see. ``asked``: the question that
stands before the class, 0: none. ``moves``: how often all were moved, ``moved``: where to, an address."""

TEACHERS = _of_a_room("teachers", sa.Column("reader", sa.Text, primary_key=True))

MEMBERS = _of_a_room(
    "members",
    sa.Column("member", sa.Text, primary_key=True),
    sa.Column("reader", sa.Text, nullable=False),
    sa.Column("nickname", sa.Text, nullable=False),
    sa.Column("folded", sa.Text, nullable=True),
    sa.Column("joined", sa.Float, nullable=False),
    sa.Column("removed", sa.Boolean, nullable=False),
    sa.UniqueConstraint("code", "reader"), sa.UniqueConstraint("code", "folded"))
"""``folded``: the nickname as it is compared; none of those who were removed."""

QUESTIONS = _of_a_room(
    "questions",
    sa.Column("question", sa.Integer, primary_key=True),
    sa.Column("spec", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("again", sa.Integer, nullable=False),
    sa.Column("asked", sa.Float, nullable=False),
    sa.Column("stopped", sa.Float, nullable=False))
"""``spec``: JSON of a `ClassQuestion`. ``again``: the question that this one repeats, 0: none. ``asked``, ``stopped``:
when, s since 1970; 0: not yet."""

ANSWERS = _of_a_room(
    "answers",
    sa.Column("question", sa.Integer, primary_key=True),
    sa.Column("member", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("moment", sa.Float, nullable=False),
    sa.Column("changes", sa.Integer, nullable=False))

LENT = _of_a_room(
    "lent",
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("moment", sa.Float, nullable=False))

PICTURES = _of_a_room(
    "pictures",
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False))
"""Photos that are lent: PNG files, which leave this server with their room."""

HANDED = _of_a_room(
    "handed",
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("member", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("moment", sa.Float, nullable=False))

OF_A_ROOM = (TEACHERS, MEMBERS, QUESTIONS, ANSWERS, LENT, PICTURES, HANDED)

# Both databases read it.
ANSWER = sa.text(
    "INSERT INTO explorer_room_answers (code, question, member, text, moment, changes) "
    "VALUES (:code, :question, :member, :text, :moment, 1) ON CONFLICT (code, question, member) DO UPDATE SET "
    "changes = explorer_room_answers.changes + CASE WHEN explorer_room_answers.text = excluded.text THEN 0 ELSE 1 END, "
    "moment = CASE WHEN explorer_room_answers.text = excluded.text THEN explorer_room_answers.moment "
    "ELSE excluded.moment END, text = excluded.text")
"""The same answer once more, as from a connection that was lost in between, changes nothing."""
