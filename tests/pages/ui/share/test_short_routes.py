"""Where short links lead: to the page, or to a sentence in the reader's language."""

from __future__ import annotations

import asyncio

import pytest
import streamlit as st
from starlette.requests import Request

import app
from explorer.errors import TaskError
from explorer.homework import ShortLinks
from pages.ui.share import short_routes


@pytest.fixture
def links(tmp_path, monkeypatch):
    made = ShortLinks(f"sqlite:///{tmp_path / 'jobs.sqlite'}")
    monkeypatch.setattr(short_routes.homework, "short_links", lambda: made)
    return made


def asked(code, language="en", query=b""):
    """Return the answer to a request for a short link."""
    [route] = short_routes.routes()
    assert route.path == "/s/{code}"
    return asyncio.run(route.endpoint(Request({
        "type": "http", "method": "GET", "path": f"/s/{code}", "query_string": query, "server": ("a.example", 80),
        "path_params": {"code": code}, "headers": [(b"accept-language", language.encode())]})))


def test_a_short_link_leads_to_its_page(links):
    answer = asked(links.make("ann", "pixels?side=8"))
    assert (answer.status_code, answer.headers["location"]) == (302, "/pixels?side=8")
    assert answer.headers["cache-control"] == "no-store"


def test_under_a_path_of_its_own_it_leads_there(links, monkeypatch):
    code = links.make("ann", "?lang=ko")
    monkeypatch.setattr(st, "get_option", lambda _name: "lab/cnn/")
    assert short_routes.routes()[0].path == "/lab/cnn/s/{code}"
    monkeypatch.setattr(short_routes, "routes", lambda: [type("R", (), {
        "path": "/s/{code}", "endpoint": staticmethod(short_routes._answer)})])
    assert asked(code).headers["location"] == "/lab/cnn/?lang=ko"


@pytest.mark.parametrize("code", ["zzzzz", "<script>", "..", "x" * 9000])
def test_another_code_is_told_of_and_never_repeated(links, code):
    links.make("ann", "pixels")
    answer = asked(code)
    assert answer.status_code == 404
    assert b"has ended, or was written down wrongly" in answer.body
    assert b"script" not in answer.body
    assert b'href="/"' in answer.body


def test_the_page_speaks_the_readers_language(links):
    assert asked("zzzzz", "ko").body.startswith(b'<!doctype html><html lang="ko">')
    assert b'lang="en"' in asked("zzzzz", "ko", b"lang=en").body


def test_a_database_that_is_away_is_said(links, monkeypatch):
    def away(_code):
        raise TaskError("The database of this server does not answer.")

    monkeypatch.setattr(links, "target", away)
    assert asked("bcdfg").status_code == 503


def test_the_app_has_the_route():
    assert "/s/{code}" in {getattr(route, "path", "") for route in app.app._user_routes}
