"""The button *Share* above every page: whatever is open, it gives the link of it, as others reach it."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from explorer.errors import LimitError
from explorer.settings import Settings
from pages.ui import paper
from pages.ui.share.share_dialog import LONGEST_LINK, SCANNED, link_to
from tests.pages.page import checked, leave_for, opened_page, text_of
from tests.pages.ui.test_paper import scanned


def dialog():
    import streamlit as st

    from pages.ui.share.share_dialog import share_button
    from pages.ui.state import address

    address.arrive("pixels")
    share_button()
    address.mirror({"text": "x" * st.session_state.get("length", 0)})


def shared(at):
    """Return the link that the dialog shows."""
    return checked(at.button(key="frame_share").click().run()).code[0].value


def long(length):
    at = AppTest.from_function(dialog)
    at.session_state["length"] = length
    shared(checked(at.run()))
    return at


def test_every_page_shares_what_it_shows_and_says_the_word():
    at = opened_page("exercises", kind="iou", level=2)
    assert at.button(key="frame_share").label == "Share"
    link = urlsplit(shared(at))
    assert link.path == "/exercises"
    assert dict(parse_qsl(link.query)) == {"kind": "iou", "level": "2"}
    [copies] = [part.proto.json for part in at.get("bidi_component") if "share_copy" in part.proto.id]
    assert json.loads(copies)["text"] == at.code[0].value


def test_another_page_does_not_share_what_the_one_before_had_set():
    at = leave_for(opened_page("exercises", kind="iou"), "pixels", side=8)
    assert urlsplit(shared(at))[2:4] == ("/pixels", "side=8")


def test_whoever_scans_the_code_on_the_wall_gets_a_page_as_usual():
    at = opened_page("exercises", present=1, lang="en", kind="iou")
    assert dict(parse_qsl(urlsplit(shared(at)).query)) == {"kind": "iou", "lang": "en"}


def test_the_address_that_is_set_stands_before_the_page(monkeypatch):
    monkeypatch.setattr("pages.ui.share.share_dialog.settings", lambda: type("Set", (), {"address": "https://a.example/x"}))
    assert shared(checked(AppTest.from_function(dialog).run())) == "https://a.example/x/pixels?text="


@pytest.mark.parametrize(("page", "link", "expected"), [
    ("", {}, "https://a.example/"), ("", {"lang": "ko"}, "https://a.example/?lang=ko"),
    ("pixels", {"photo": "a b&c", "present": "1"}, "https://a.example/pixels?photo=a+b%26c")])
def test_a_link_is_written_so_that_nothing_in_it_gets_lost(page, link, expected):
    assert link_to("https://a.example", page, link) == expected


@pytest.mark.parametrize(("length", "told"), [(5000, False), (LONGEST_LINK + 9, True)])
def test_a_link_that_a_proxy_may_refuse_says_so(length, told):
    at = long(length)
    assert [f"{len(at.code[0].value):,} characters" in one.value for one in at.warning] == [True] * told


@pytest.mark.parametrize(("length", "says"), [
    (9, "Point a phone's camera"), (SCANNED + 9, "from near by only"), (paper.LONGEST, "too long for a QR code")])
def test_the_code_says_how_well_it_can_be_read(length, says):
    at = long(length)
    assert says in text_of(at)
    assert len(at.get("image")) == (length < paper.LONGEST)


def test_the_code_says_the_link():
    link = link_to("https://a.example", "pixels", {"side": "8", "photo": "Moon"})
    assert scanned(paper.qr_code(link)) == [link]


def copied():
    from pages.ui.share import share_dialog
    from pages.ui.share.server_address import ServerAddress
    from pages.ui.state import address

    address.arrive("pixels")
    share_dialog._copied(ServerAddress("https://a.example"), {"side": "8", "present": "1"}, key="share")


def test_a_press_makes_the_link_short_for_the_code_and_the_copy_too(monkeypatch):
    asked = []
    monkeypatch.setattr("explorer.homework.short_links", type("Links", (), {
        "make": lambda _self, reader, target: asked.append((len(reader), target)) or "bcdfg"}))
    monkeypatch.setattr("streamlit.rerun", lambda **_scope: None)  # only a part of a page can be run again alone
    at = checked(AppTest.from_function(copied).run())
    assert at.code[0].value == "https://a.example/pixels?side=8"
    checked(checked(at.button(key="share_short").click().run()).run())
    assert at.code[0].value == "https://a.example/s/bcdfg"
    assert asked == [(32, "pixels?side=8")]
    assert [one.key for one in at.button] == []


def test_why_a_link_stays_long_is_said(monkeypatch):
    def full(_self, _reader, _target):
        raise LimitError("There are {most:,} short links.", most=200)

    monkeypatch.setattr("explorer.homework.short_links", type("Links", (), {"make": full}))
    at = checked(checked(AppTest.from_function(copied).run()).button(key="share_short").click().run())
    assert "There are 200 short links" in at.error[0].value.replace("\\", "")
    assert at.code[0].value.endswith("side=8")


@pytest.mark.parametrize(("sites", "says"), [
    ("", "names others with EXPLORER_EMBED_FROM"), ("https://lms.example.edu", "https://lms.example.edu")])
def test_a_course_page_gets_html_and_is_told_whether_it_may(monkeypatch, sites, says):
    monkeypatch.setattr("pages.ui.share.share_dialog.settings", lambda: Settings(embed_from=sites))
    at = checked(checked(AppTest.from_function(copied).run()).checkbox(key="share_frame").check().run())
    frame = ElementTree.fromstring(at.code[0].value)
    assert (frame.tag, frame.get("src")) == ("iframe", "https://a.example/pixels?side=8&embed=1")
    assert says in text_of(at)
    assert not at.get("image")
