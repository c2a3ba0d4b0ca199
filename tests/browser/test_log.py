"""What a reader types, uploads and sets up is in no line of the log, and what a refused upload tells them."""

from __future__ import annotations

import io
import json
import time
import urllib.request

import pytest
from PIL import Image

from tests.conftest import ROOT, SETTLED

TYPED = "jiwoo-kim-4711"


@pytest.fixture(scope="module")
def quiet(serve, tmp_path_factory):
    """Yield the address of an app that logs JSON and takes one upload a minute, and all it has written so far."""
    with serve(ROOT / "app.py", log="json", uploads_per_minute="1") as url:
        newest = max(tmp_path_factory.getbasetemp().glob("server*/log"), key=lambda file: file.stat().st_mtime)
        yield url, newest.read_text


def picture(shade):
    file = io.BytesIO()
    Image.new("RGB", (32, 32), (shade, 0, 0)).save(file, "PNG")
    return {"name": f"{TYPED}-{shade}.png", "mimeType": "image/png", "buffer": file.getvalue()}


def uploaded(page, url, shade):
    """Upload a picture as a reader does, and return the answer's status."""
    page.goto(f"{url}/pixels?name={TYPED}")
    page.wait_for_function(SETTLED)
    page.locator("[class*=_upload] button").first.click()
    page.locator("input[type=file]").first.wait_for(state="attached")
    with page.expect_response("**/_stcore/upload_file/**") as answer:
        page.locator("input[type=file]").first.set_input_files(picture(shade))
    return answer.value.status


def lines(written):
    return [json.loads(line) for line in written.splitlines() if line.startswith("{")]


def test_a_session_leaves_nothing_of_its_reader_in_the_log(quiet, chromium):
    url, written = quiet
    context = chromium.new_context(user_agent=f"Browser {TYPED}", locale="en-US")
    page = context.new_page()
    assert [uploaded(page, url, shade) for shade in (10, 20)] == [204, 429]
    page.get_by_role("alert").get_by_text("These were many files in a short time. Wait a minute").wait_for()
    cookies = [cookie["value"] for cookie in context.cookies()]
    context.close()
    assert len(cookies) > 1
    found = lines(written())
    assert {"page", "upload"} <= {line.get("route") for line in found}
    assert all({"time", "level", "process"} <= line.keys() for line in found)
    assert [secret for secret in (TYPED, "127.0.0.1", *cookies) if secret in written().replace(url, "")] == []


def test_a_request_finds_its_line_by_its_name(quiet):
    url, written = quiet
    asked = urllib.request.Request(f"{url}/healthz", headers={"X-Request-ID": "abc-1234567"})
    with urllib.request.urlopen(asked) as one:
        assert one.headers["X-Request-ID"] == "abc-1234567"
    found, until = [], time.monotonic() + 10
    while not found and time.monotonic() < until:  # It is written after the answer.
        found = [line for line in lines(written()) if line.get("request") == "abc-1234567"]
    [line] = found
    assert (line["route"], line["status"]) == ("health", 200)
