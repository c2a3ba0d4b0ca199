"""Addresses for whoever runs the server."""

from __future__ import annotations

import asyncio
import json

import pytest
import streamlit as st
from starlette.requests import Request

import app
from explorer import monitoring
from explorer.monitoring.health import Health
from pages.ui import monitoring_routes


def asked(path, peer="127.0.0.1", forwarded=()):
    """Return the answer to a request for ``path``."""
    [route] = [route for route in monitoring_routes.routes() if route.path == path]
    return asyncio.run(route.endpoint(Request({"type": "http", "method": "GET", "path": path, "query_string": b"",
                                               "headers": [(b"x-forwarded-for", one.encode()) for one in forwarded],
                                               "client": (peer, 5)})))


def test_a_process_that_answers_is_alive_whatever_else_is_wrong(monkeypatch):
    monkeypatch.setattr(monitoring, "health", lambda: Health({"database": lambda: "gone"}), raising=False)
    assert asked("/healthz").status_code == 200


@pytest.mark.parametrize(("says", "status"), [("ok", 200), ("the disk is full", 503)])
def test_it_is_ready_when_each_part_works_and_says_which_does_not(says, status, monkeypatch):
    monkeypatch.setattr(monitoring, "health", lambda: Health({"disk": lambda: says}), raising=False)
    answer = asked("/readyz")
    assert answer.status_code == status
    assert json.loads(answer.body) == {"ok": status == 200, "parts": {"disk": says, "process": "ok"}}
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"


def test_under_a_path_of_its_own_they_lie_there_and_at_the_root(monkeypatch):
    monkeypatch.setattr(st, "get_option", lambda _name: "lab/cnn/")
    paths = {route.path for route in monitoring_routes.routes()}
    assert {"/lab/cnn/healthz", "/healthz", "/lab/cnn/readyz", "/readyz"} <= paths


@pytest.mark.parametrize(("peer", "forwarded", "status"), [
    ("127.0.0.1", [], 200), ("192.0.2.7", [], 403), ("127.0.0.1", ["192.0.2.7"], 403),
    ("192.0.2.7", ["127.0.0.1"], 403), ("127.0.0.1", ["127.0.0.1", "192.0.2.7"], 403),
    ("127.0.0.1", ["127.0.0.1"], 200)])
def test_metrics_are_for_this_machine_and_not_for_those_whom_nginx_forwards(peer, forwarded, status):
    answer = asked("/metrics", peer, forwarded)
    assert answer.status_code == status
    assert (b"explorer_readers" in answer.body) == (status == 200)


def test_others_may_be_let_in_by_the_settings(configure):
    configure(metrics_from="127.0.0.1 192.0.2.0/24")
    assert asked("/metrics", "192.0.2.7").status_code == 200
    assert asked("/metrics", "192.0.3.7").status_code == 403


@pytest.mark.parametrize(("path", "peer", "status"), [
    ("/_stcore/metrics", "192.0.2.7", 403), ("/cnn/_stcore/metrics", "192.0.2.7", 403),
    ("/_stcore/metrics", "127.0.0.1", 204), ("/_stcore/health", "192.0.2.7", 204)])
def test_streamlits_own_statistics_are_for_the_same_people(path, peer, status):
    sent = []

    async def inner(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 204, "headers": []})

    async def send(event):
        sent.append(event)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "client": (peer, 5)}
    asyncio.run(monitoring_routes.OwnStatistics(inner)(scope, None, send))
    assert sent[0]["status"] == status


def test_the_app_has_the_routes():
    assert {"/healthz", "/readyz"} <= {getattr(route, "path", "") for route in app.app._user_routes}
