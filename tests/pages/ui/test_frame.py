"""What is added to the page that Streamlit serves, and the styles that grow and keep room."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from pages.ui import frame
from pages.ui.components import component, scripts

ROOT = Path(__file__).parents[3]
PAGE = b"<html><head><title>Streamlit</title></head><body></body></html>"
ROOM = (scripts.WEB / "frame" / "room.css").read_text(encoding="utf-8")
KEY = re.compile(r"st-key-([a-z]+_[a-z_]*[a-z])")


def served(accept: bytes, kind: bytes = b"text/html; charset=utf-8", status: int = 200):
    """Return what the request's headers were to the app, and what came back: headers and body."""
    asked, sent = {}, []

    async def app(scope, _receive, send):
        asked.update(scope["headers"])
        headers = [(b"content-type", kind), (b"content-length", b"63"), (b"etag", b"old")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": PAGE[:20], "more_body": True})
        await send({"type": "http.response.body", "body": PAGE[20:]})

    async def keep(event):
        sent.append(event)

    headers = [(b"accept", accept), (b"accept-encoding", b"gzip"), (b"if-none-match", b"old"), (b"cookie", b"a=b")]
    asyncio.run(frame.Frame(app)({"type": "http", "method": "GET", "headers": headers}, None, keep))
    return asked, dict(sent[0]["headers"]), b"".join(event["body"] for event in sent[1:])


def test_a_page_gets_its_styles_and_scripts_before_streamlit_draws():
    asked, headers, body = served(b"text/html,application/xhtml+xml")
    assert set(asked) == {b"accept", b"cookie"}  # packed or unchanged, there would be nothing to add to
    assert headers[b"content-length"] == str(len(body)).encode()
    assert b"etag" not in headers
    assert body == PAGE.replace(b"</head>", frame.head() + b"</head>")


@pytest.mark.parametrize("how", [{"accept": b"*/*"}, {"accept": b"text/html", "kind": b"application/json"},
                                 {"accept": b"text/html", "status": 404}])
def test_what_is_no_page_passes_unchanged(how):
    _asked, headers, body = served(**how)
    assert body == PAGE
    assert headers[b"etag"] == b"old"


def test_all_that_is_added_is_there_and_has_a_relative_address():
    found = re.findall(r'(?:href|src)="\./([^"]+)"', frame.head().decode())
    folder = f"web/{scripts.version()}/"
    own = [scripts.WEB / path.removeprefix(folder) for path in found if path.startswith(folder)]
    assert [path for path in own if not path.is_file()] == []
    assert len(own) == scripts.read("frame/head.html").count("FOLDER") + len(list((scripts.WEB / "kit").glob("*.js")))


def test_streamlit_still_calls_its_parts_so():
    assert {Path(part).name.split(".")[0] for part in frame.parts()} == set(frame.PARTS)


def test_lengths_grow_with_the_letters_but_hairlines_and_conditions_do_not():
    given = ("@container (max-width: 640px) { a { width: 30px; border: 1px solid; margin: -7.5px 3.9px; "
             "top: calc(2em + 45px) } }")
    assert component.in_rem(given) == (
        "@container (max-width: 640px) { a { width: 2rem; border: 1px solid; margin: -0.5rem 3.9px; "
        "top: calc(2em + 3rem) } }")


def test_room_is_kept_for_keys_that_pages_have():
    said = " ".join(file.read_text(encoding="utf-8") for file in (ROOT / "pages").rglob("*.py"))
    keys = {key for key in KEY.findall(ROOM) if not key.endswith("_toolbar")}
    assert len(keys) > 15
    assert {key for key in keys if key not in said and key.partition("_")[2] not in said} == set()
