"""Take the picture of the README: ``python -m assets.screenshot http://localhost:8501/build_stack``."""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

TARGET = Path(__file__).parent / "build_stack.png"
BROWSERS = ("chromium-headless-shell", "chromium")
SIZE = {"width": 1440, "height": 900}
WAIT_MS = 5000


def screenshot(url: str) -> bytes:
    """Return the first screen of ``url`` as PNG, in the light theme."""
    with sync_playwright() as playwright:
        path = os.environ.get("EXPLORER_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE, color_scheme="light")  # type: ignore[arg-type]
        page.goto(url)
        page.wait_for_timeout(WAIT_MS)
        return page.screenshot()


def main() -> None:
    """Save the picture with 256 colours, which these pages hardly exceed."""
    image = Image.open(io.BytesIO(screenshot(sys.argv[1])))
    image.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
