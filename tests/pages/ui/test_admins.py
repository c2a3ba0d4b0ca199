"""Uploads and downloads that an admin switched off: told before a reader chooses a file, refused in any case."""

from __future__ import annotations

from explorer.runtime import switches
from pages.ui import admins
from tests.pages.page import checked, opened_page, text_of

OFF = "An admin of this server has switched off"


def test_a_photo_that_comes_in_all_the_same_is_refused(tmp_path):
    switches.follow({})
    at = opened_page("pixels")
    at.session_state["px_photo_upload"] = True
    checked(at.run())
    assert at.file_uploader
    photo = (b"\x89PNG\r\n\x1a\n", "a.png")
    try:
        at.file_uploader[0].set_value((photo[1], photo[0], "image/png"))
        switches.follow({"uploads": "off"})
        checked(at.run())
        assert OFF in text_of(at)
    finally:
        switches.follow({})


def test_without_a_secret_nobody_is_let_in_by_one(configure):
    configure(admin_secret="")
    assert not admins.asks_secret()
    assert admins.try_secret("") is None
