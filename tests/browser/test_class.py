"""A class of nine phones and a teacher, each a browser of its own: join, answer, stop, shown to all, moved."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.conftest import SIZES, still

STUDENTS = 9
RIGHT, WRONG = "6 x 32 x 32", "6 x 28 x 28"
"""Answers to the exercise that stands first on the page: a kernel of 5, padded by 2."""
PATIENCE_MS = 20_000


@pytest.fixture
def teacher(app_url, new_page):
    """Return the page of a teacher who has opened a room."""
    page = new_page(alone=True)
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{app_url}/classroom")
    page.locator(".st-key-cl_open_room button").click(timeout=60_000)
    page.wait_for_url(re.compile("room="))
    return page


@pytest.fixture
def code(teacher):
    return re.search(r"room=([A-Z]{5})", teacher.url)[1]


@pytest.fixture
def losing(chromium):
    """Yield the page of a student whose line will be lost, of which its browser complains."""
    context = still(chromium.new_context(viewport=SIZES["phone"]))
    yield context.new_page()
    context.close()


@pytest.fixture
def students(app_url, new_page, code, losing):
    """Return pages of students who came by the link; all began to load before the first was waited for."""
    pages = [*(new_page("phone", alone=True) for _ in range(STUDENTS - 1)), losing]
    for page in pages:
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{app_url}/classroom?room={code}", wait_until="commit")
    for number, page in enumerate(pages):
        nickname = page.locator(".st-key-cl_join_nickname input")
        nickname.fill(f"Student {number + 1}", timeout=60_000)
        nickname.press("Enter")
    for page in pages:
        page.get_by_text("appears here by itself").wait_for()
    return pages


def press(teacher, name):
    teacher.locator(f".st-key-{name} button").first.click()


def all_read(students, text):
    for page in students:
        page.get_by_text(text).first.wait_for()


def test_ten_browsers_are_a_class(app_url, teacher, code, students, losing):
    press(teacher, "cl_ask")
    for number, page in enumerate(students):
        page.locator("input.answer").fill(RIGHT if number else WRONG)
        page.locator("input.answer").press("Enter")
    for page in students:
        expect(page.locator("button.submit")).to_have_text("Sent ✓", timeout=PATIENCE_MS)
    teacher.get_by_text(f"{STUDENTS} / {STUDENTS}").wait_for()
    changed = students[1]
    changed.locator("input.answer").fill(WRONG)
    changed.locator("button.submit").click()
    expect(changed.locator("button.submit")).to_have_text("Sent ✓")

    losing.context.set_offline(True)
    losing.get_by_text("The connection is lost.").wait_for()
    press(teacher, "cl_stop")
    all_read(students[:-1], "The question is stopped.")
    press(teacher, "cl_show")
    losing.context.set_offline(False)
    for number, page in enumerate(students):
        page.get_by_text("is not right." if number < 2 else "is right.").wait_for()
        page.get_by_text("Working").wait_for()
        page.get_by_text("your answer").first.wait_for()
    teacher.get_by_text(f"{STUDENTS - 2} of {STUDENTS}").wait_for()

    teacher.goto(f"{app_url}/exercises?level=3&room={code}")
    press(teacher, "room_bar_here")
    for page in students:
        page.wait_for_url(re.compile(r"/exercises\?(?=.*level=3)(?=.*room=)"))
        page.locator(".st-key-room_bar").get_by_text(code).wait_for()
