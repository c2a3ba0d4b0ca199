"""Take the pictures of the READMEs: ``python -m assets.screenshot http://localhost:8501``.

*Admin* opens where ``EXPLORER_ADMIN_SECRET`` is here what it is for the app.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent
BROWSERS = ("chromium-headless-shell", "chromium")
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
GAP = 30
"""Between the wall and the phone, px."""
WAIT_MS = 5000
SOON_MS = 1500
BESIDE = (900, 20)
"""Where a pointer is in nobody's way, px."""
ANSWERS = ["6 x 28 x 28"] * 5 + ["6 x 30 x 30"] * 3 + ["6 x 27 x 27"]
"""Of a small class."""
QUESTION, RIGHT = "What comes out of six 5 × 5 filters, stride 1, no padding, for 1 × 32 × 32?", "6 x 28 x 28"


def opened(browser: Browser, url: str, size: dict[str, int]) -> Page:
    """Return a page of a reader of its own, in the light theme, once it stands."""
    page = browser.new_context(viewport=size, color_scheme="light").new_page()  # type: ignore[arg-type]
    page.goto(url)
    page.wait_for_timeout(WAIT_MS)
    return page


def picture(page: Page) -> Image.Image:
    """Return what a page shows."""
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def build_stack(browser: Browser, base: str) -> Image.Image:
    """Return *Build a stack* as it opens."""
    return picture(opened(browser, f"{base}/build_stack", WIDE))


def lesson(browser: Browser, base: str) -> Image.Image:
    """Return the first step of the second lesson, its state open."""
    page = opened(browser, f"{base}/lessons?lesson=2&step=1", WIDE)
    page.get_by_role("button", name="Open this state").click()
    page.mouse.move(*BESIDE)
    page.wait_for_timeout(WAIT_MS)
    return picture(page)


def classroom(browser: Browser, base: str) -> Image.Image:
    """Return a wall after a question of one's own, and beside it the phone of one who answered."""
    wall = opened(browser, f"{base}/classroom", WIDE)
    wall.get_by_role("button", name="Open a room").click()
    wall.wait_for_timeout(WAIT_MS)
    code = re.search(r"room=([A-Z]{5})", wall.url)
    assert code, wall.url
    students = [joined(browser, f"{base}/classroom?room={code[1]}", f"Mina {at}") for at in range(len(ANSWERS))]
    wall.get_by_text("A question of my own", exact=True).click()
    wall.wait_for_timeout(SOON_MS)
    wall.get_by_text("a shape", exact=True).click()
    wall.wait_for_timeout(SOON_MS)
    wall.get_by_role("textbox", name="Your question").fill(QUESTION)
    wall.get_by_role("textbox", name="Right answer, such as").fill(RIGHT)
    wall.get_by_role("textbox", name="Right answer, such as").press("Enter")
    wall.wait_for_timeout(SOON_MS)
    wall.get_by_role("button", name="Ask the class").click()
    wall.wait_for_timeout(WAIT_MS)
    for page, answer in zip(students, ANSWERS, strict=True):
        page.get_by_role("textbox", name="Your answer").fill(answer)
        page.get_by_role("button", name="Send").click()
    wall.wait_for_timeout(WAIT_MS)
    wall.get_by_role("button", name="Stop and show").click()
    wall.wait_for_timeout(WAIT_MS)
    return beside(picture(wall), picture(students[0]))


def admin(browser: Browser, base: str) -> Image.Image:
    """Return *Admin* while some readers are here, two of whom have sent a training each."""
    page = opened(browser, f"{base}/admin", WIDE)
    page.get_by_role("textbox", name="Secret of this server").fill(os.environ["EXPLORER_ADMIN_SECRET"])
    page.get_by_role("button", name="Open").click()
    for link in ("fine_tune?data=digits", "fine_tune?data=pieces"):
        reader = opened(browser, f"{base}/{link}", WIDE)
        reader.get_by_role("button", name="Start", exact=True).click()
        reader.wait_for_timeout(WAIT_MS)
    for name in ("build_stack", "pooling", "layers", "layers"):
        opened(browser, f"{base}/{name}", WIDE)
    page.wait_for_timeout(2 * WAIT_MS)
    return picture(page)


def joined(browser: Browser, url: str, name: str) -> Page:
    """Return a student's phone in a room."""
    page = opened(browser, url, PHONE)
    page.get_by_role("textbox", name="Nickname").fill(name)
    page.get_by_role("button", name="Join").click()
    page.wait_for_timeout(SOON_MS)
    return page


def beside(wall: Image.Image, phone: Image.Image) -> Image.Image:
    """Return both pictures side by side, framed by a line, on white."""
    both = Image.new("RGB", (wall.width + GAP + phone.width, max(wall.height, phone.height)), "white")
    both.paste(wall, (0, 0))
    both.paste("#b9c1cc", (wall.width + GAP - 1, 0, both.width, phone.height + 1))
    both.paste(phone.crop((1, 1, phone.width - 1, phone.height - 1)), (wall.width + GAP, 1))
    return both


PICTURES: tuple[Callable[[Browser, str], Image.Image], ...] = (build_stack, lesson, classroom, admin)


def main() -> None:
    """Save the pictures with 256 colours, which these pages hardly exceed; all, or those that are named behind."""
    base, *names = sys.argv[1:]
    with sync_playwright() as playwright:
        path = os.environ.get("EXPLORER_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for take in PICTURES:
            if not names or take.__name__ in names:
                image = take(browser, base).quantize(256, dither=Image.Dither.NONE)
                image.save(FOLDER / f"{take.__name__}.png", optimize=True)


if __name__ == "__main__":
    main()
