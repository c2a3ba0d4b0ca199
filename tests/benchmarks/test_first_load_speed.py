"""What a browser is sent until a page is there, and how much moves meanwhile: nothing kept from earlier visits."""

from __future__ import annotations

import pytest

from pages.contents import ENTRIES
from tests.browser.layout import WATCH_SHIFTS

SHIFT_TARGET = 0.1    # web.dev/articles/cls: good
SIZES = ((1280, 800), (390, 844))
PAGES = ["fine_tune", *(pytest.param(name, marks=pytest.mark.full)
                        for name in ("", *(entry.name for entry in ENTRIES if entry.name != "fine_tune")))]


def counted(page):
    """Return what the network brings to ``page`` from now on: files, kB as sent, kB unpacked, kB by the websocket."""
    said = {"files": 0, "sent": 0.0, "unpacked": 0.0, "socket": 0.0}
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")

    def frame(event):
        told = event["response"]
        said["socket"] += len(told["payloadData"]) * (0.75 if told["opcode"] == 2 else 1) / 1e3  # bytes come in base64

    def loaded(event):
        said["files"] += 1
        said["sent"] += event["encodedDataLength"] / 1e3

    def unpacked(event):
        said["unpacked"] += event["dataLength"] / 1e3

    line.on("Network.webSocketFrameReceived", frame)
    line.on("Network.loadingFinished", loaded)
    line.on("Network.dataReceived", unpacked)
    return said


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_a_first_load_is_packed_and_nothing_jumps(app_url, new_page, settle, name, bench):
    for width, height in bench.size(SIZES, SIZES[1:]):
        page = new_page(alone=True)
        page.set_viewport_size({"width": width, "height": height})
        page.add_init_script(WATCH_SHIFTS)
        said = counted(page)
        page.goto(f"{app_url}/{name}")
        settle(page)
        page.wait_for_timeout(bench.size(2000, 0))
        shifted = page.evaluate("shifted")
        bench.tells(f"{name or 'home'} {width} x {height}: {said['files']} files, {said['sent']:.0f} kB sent, "
                    f"{said['unpacked']:.0f} kB unpacked, {said['socket']:.0f} kB by websocket, "
                    f"shift {shifted:.3f} (target {SHIFT_TARGET})")
        assert shifted < SHIFT_TARGET
        assert said["sent"] < said["unpacked"] / 2
