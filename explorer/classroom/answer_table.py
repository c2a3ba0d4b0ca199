"""All answers of a room as a table that spreadsheets open. What students wrote is text there, and never a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa

from explorer.classroom import rows
from explorer.classroom.tables import ANSWERS, MEMBERS, QUESTIONS
from explorer.classroom.tally import is_right
from explorer.errors import N_, Message

Say = Callable[[str | Message], str]
HEADINGS = (N_("question"), N_("repeats"), N_("asked"), N_("right answer"), N_("nickname"), N_("answer"),
            N_("correct"), N_("sent after (s)"), N_("times sent"), N_("asked at (UTC)"))
YES, NO = N_("yes"), N_("no")
_FORMULA = re.compile(r"[=+\-@\t\r\n|%]")
"""How what spreadsheets run begins (OWASP, CSV Injection)."""
_NUMBER = re.compile(r"[-+]?[\d.,' ]+", re.ASCII)


def answers_table(tx: sa.Connection, code: str, say: Say) -> bytes:
    """Return the table of a room, UTF-8 with the mark by which spreadsheets know it; questions in their order.

    Args:
        say: says a heading or a sentence in the reader's language.
    """
    found = tx.execute(sa.select(QUESTIONS, ANSWERS.c.text, ANSWERS.c.moment, ANSWERS.c.changes, MEMBERS.c.nickname)
                       .join(ANSWERS, (ANSWERS.c.code == QUESTIONS.c.code)
                             & (ANSWERS.c.question == QUESTIONS.c.question))
                       .join(MEMBERS, (MEMBERS.c.code == ANSWERS.c.code) & (MEMBERS.c.member == ANSWERS.c.member))
                       .where(QUESTIONS.c.code == code)
                       .order_by(QUESTIONS.c.question, ANSWERS.c.moment, MEMBERS.c.nickname))
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([say(heading) for heading in HEADINGS])
    for row in found:
        table.writerow([harmless(cell) for cell in _cells(row, say)])
    return out.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def _cells(row: rows.Row, say: Say) -> list[str]:
    asked = rows.read_question(row.spec)
    right = is_right(asked, row.text)
    return [str(row.question), str(row.again or ""), say(asked.question), asked.right_text, row.nickname, row.text,
            "" if right is None else say(YES if right else NO), f"{max(0.0, row.moment - row.asked):.1f}",
            str(row.changes), datetime.fromtimestamp(row.asked, UTC).isoformat(" ", "seconds")[:19]]
