"""The table of all answers, as a spreadsheet opens it."""

from __future__ import annotations

import csv
import io

import pytest

from explorer.classroom.answer_table import HEADINGS, harmless
from tests.explorer.classroom.conftest import SIDE


def rows_of(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))


def test_every_answer_is_a_row_in_the_order_of_the_questions(lesson, clock):
    lesson.join("Ada", "민준")
    lesson.teacher.ask(SIDE)
    clock.now += 2.5
    lesson.answer(Ada="14")
    clock.now += 1
    lesson.answer(민준="12")
    lesson.answer(민준="13")
    lesson.teacher.ask_again()
    lesson.answer(민준="14")
    table = lesson.teacher.answers_csv()
    assert table.startswith(b"\xef\xbb\xbf")  # by which Excel knows UTF-8
    head, *rows = rows_of(table)
    assert head == list(HEADINGS)
    assert [(row[0], row[1], row[4], row[5], row[6], row[7], row[8]) for row in rows] == [
        ("1", "", "Ada", "14", "yes", "2.5", "1"), ("1", "", "민준", "13", "no", "3.5", "2"),
        ("2", "1", "민준", "14", "yes", "0.0", "1")]
    assert {(row[2], row[3]) for row in rows} == {(SIDE.says, "14")}
    assert rows[0][9] == "2001-09-09 01:46:40"  # 10^9 s since 1970


def test_headings_are_said_in_the_reader_s_language(lesson):
    assert rows_of(lesson.teacher.answers_csv(lambda said: f"<{said}>"))[0][0] == "<question>"


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "=LINK(1)", "|x", "%0A"])
def test_what_a_spreadsheet_would_run_is_text(cell):
    """https://owasp.org/www-community/attacks/CSV_Injection"""
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-2", "+0.5", "-1,024", "14 px", "a=b", "", "3/4"])
def test_numbers_and_words_stay_as_they_are(cell):
    assert harmless(cell) == cell


def test_a_student_s_formula_is_text_in_the_table(lesson):
    lesson.rooms.join(lesson.code, "eve", "=Eve(1)")
    lesson.teacher.ask(type(SIDE)(form="text", says="=cmd?"))
    lesson.answer(eve="=HYPERLINK(\"http://evil\";\"click\"),\n2")
    row = rows_of(lesson.teacher.answers_csv())[1]
    assert (row[2][0], row[4], row[5]) == ("'", "'=Eve(1)", "'=HYPERLINK(\"http://evil\";\"click\"), 2")
