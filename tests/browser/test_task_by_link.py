"""A teacher points at what a task locks and hides; a student who opens its link in a frame cannot change it, not even
with a browser that was tampered with."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from explorer.homework import read_task

PATIENCE_MS = 20_000
LEVELS = ".st-key-ex_level"
UNLOCK = """() => {
  for (const one of document.querySelectorAll('[class*="st-key-ex_kind"]')) {
    one.className = one.className.replace(/st-key-ex_kind\\S*/g, '');
  }
}"""
"""What somebody does who knows how a browser keeps a control locked."""


def set_by_pointing(page, url) -> str:
    """Set a task on *Exercises* and return its link."""
    page.goto(f"{url}/exercises?kind=iou&level=2")
    page.locator(".st-key-frame_share button").click(timeout=60_000)
    page.get_by_role("tab", name="As a task").click()
    page.get_by_label("What is to be done").fill("Work out this one.")
    page.get_by_role("button", name="Point at controls").click()
    page.locator(".st-key-ex_kind").first.click()
    for _twice in range(2):
        page.locator(LEVELS).first.click()
    expect(page.locator(".task-pointing")).to_contain_text("1 locked, 1 hidden")
    page.locator(".task-done").click()
    link = page.get_by_role("tabpanel", name="As a task").locator("code")
    expect(link).to_contain_text("task=")
    return link.inner_text()


@pytest.mark.browser
def test_what_a_teacher_points_at_stays_as_it_is_whatever_a_students_browser_says(app_url, new_page):
    teacher, student = new_page(alone=True), new_page("phone", alone=True)
    for page in (teacher, student):
        page.set_default_timeout(PATIENCE_MS)
    link = set_by_pointing(teacher, app_url)
    task = read_task(dict(parse_qsl(urlsplit(link).query))["task"])
    assert (task.locked, task.hidden, task.start) == (("ex_kind",), ("ex_level",), {"kind": "iou", "level": "2"})

    student.goto(f"{link}&embed=1")
    expect(student.locator(".st-key-task_bar")).to_contain_text("Work out this one.", timeout=60_000)
    student.wait_for_url(re.compile("kind=iou.*task=~.*embed=1"))
    expect(student.locator(LEVELS).first).to_be_hidden()
    for part in ("stHeader", "stSidebar"):
        expect(student.get_by_test_id(part)).to_be_hidden()
    expect(student.locator(".st-key-frame_share")).to_be_hidden()

    kinds = student.get_by_role("combobox").first
    kinds.focus()
    student.keyboard.press("ArrowDown")
    expect(student.get_by_role("listbox")).to_have_count(0)
    student.evaluate(UNLOCK)
    kinds.press("ArrowDown")
    student.get_by_role("option").first.wait_for()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        kinds.press(key)
    expect(student.get_by_role("listbox")).to_have_count(0)
    student.locator(".st-key-ex_another button").click()  # heard by the server after the choice that it refused
    student.wait_for_url(re.compile(r"seed=\d"))
    assert "kind=iou" in student.url
