"""Addresses for whoever runs the server."""

from __future__ import annotations

import asyncio
import json

import pytest
from starlette.requests import Request

import app
from explorer import monitoring
from explorer.monitoring.health import Health
from pages.ui import monitoring_routes


def asked(path):
    """Return the answer to a request for ``path``."""
    [route] = [route for route in monitoring_routes.routes() if route.path == path]
    return asyncio.run(route.endpoint(Request({"type": "http", "method": "GET", "path": path, "query_string": b"",
                                               "headers": [], "client": ("127.0.0.1", 5)})))


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
    monkeypatch.setattr(monitoring_routes.st, "get_option", lambda _name: "lab/cnn/")
    paths = {route.path for route in monitoring_routes.routes()}
    assert {"/lab/cnn/healthz", "/healthz", "/lab/cnn/readyz", "/readyz"} <= paths


def test_the_app_has_the_routes():
    assert {"/healthz", "/readyz"} <= {getattr(route, "path", "") for route in app.app._user_routes}
