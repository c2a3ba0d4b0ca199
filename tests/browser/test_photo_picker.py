"""The photo picker in a real browser: the address, files, and the way to another page and back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from PIL import Image

from tests.browser.slow_line import line_to

APP = """
import streamlit as st
from pages.ui.components.scripts import routes
app = st.App("main.py", routes=routes())
"""
MAIN = """
import streamlit as st
from pages.ui.state import address
page = st.navigation([st.Page("first.py", default=True), st.Page("second.py")])
address.arrive(page.url_path)
page.run()
"""
PAGE = """
import streamlit as st
from pages.ui.pickers.photo import photo
from pages.ui.state import address
st.title(photo("{name}_photo").name)
address.mirror({{}})
"""


@pytest.fixture(scope="module")
def url(serve, tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("photos")
    (folder / "app.py").write_text(APP)
    (folder / "main.py").write_text(MAIN)
    for name in ("first", "second"):
        (folder / f"{name}.py").write_text(PAGE.format(name=name))
    with serve(folder / "app.py") as address:
        yield address


def give(page, name: str, content: bytes) -> None:
    page.set_input_files("input[type=file]", files=[{"name": name, "mimeType": "image/png", "buffer": content}])


def png(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def title(page) -> str:
    return page.locator("h1").first.inner_text()


def test_a_choice_stands_in_the_address_and_a_link_brings_it_back(url, new_page, settle):
    page = new_page()
    page.goto(url)
    settle(page)
    page.get_by_test_id("stSelectbox").click()
    page.get_by_role("option", name="Cup of coffee").click()
    page.wait_for_url("**first_photo=Cup*")
    other = new_page(alone=True)
    other.goto(page.url)
    settle(other)
    assert title(other) == "Cup of coffee"


def test_a_wrong_file_is_named_and_a_right_one_goes_along_to_other_pages(url, browser_page, settle):
    page = browser_page
    page.goto(url)
    settle(page)
    page.get_by_role("button", name="Upload").click()
    give(page, "poem.png", b"no picture at all")
    page.get_by_text("poem.png is a text file, not a picture").wait_for()
    assert title(page) == "Chelsea the cat"
    give(page, "mine.png", png(3000, 2000))
    page.get_by_role("heading", name="mine.png").wait_for()
    for name in ("second", "first"):
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
        page.wait_for_url(f"**{name}_photo=Your*")
        settle(page)
        assert title(page) == "mine.png"


def test_a_file_that_is_chosen_while_the_line_is_down_arrives_once_it_is_back(url, new_page, settle):
    with line_to(urlsplit(url).port) as line:
        page = new_page()
        page.goto(line.url)
        settle(page)
        page.get_by_role("button", name="Upload").first.click()
        page.locator("input[type=file]").wait_for(state="attached")
        line.cut()
        page.locator("[data-test-connection-state]:not([data-test-connection-state=CONNECTED])").wait_for()
        give(page, "asleep.png", png(30, 20))
        line.is_cut = False
        page.get_by_role("heading", name="asleep.png").wait_for()
