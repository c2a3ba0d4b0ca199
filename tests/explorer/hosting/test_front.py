"""What nginx does with requests, before stand-ins of the app that say which of them was asked."""

from __future__ import annotations

import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from explorer.hosting.layout import Site
from explorer.hosting.nginx import nginx_conf
from tests.explorer.hosting.conftest import free_row, nginx_program
from tests.explorer.jobs.conftest import until

READERS = [f"explorer_reader={number:032x}.{number}" for number in range(40)]


class StandIn(BaseHTTPRequestHandler):
    """Answers with its number; only the second has a picture."""

    def do_GET(self) -> None:
        number = self.server.number
        status = 404 if "/media/" in self.path and number != 2 else 200
        said = f"{number} {self.headers['X-Forwarded-Proto']} {len(self.headers['X-Request-ID'] or '')}".encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_) -> None:
        pass


class Front:
    """A running nginx before two stand-ins."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.standing = {number: self.stand_in(number) for number in site.numbers}

    def stand_in(self, number: int) -> ThreadingHTTPServer:
        server = ThreadingHTTPServer(("127.0.0.1", self.site.port + number), StandIn)
        server.number = number
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server

    def end(self, number: int) -> None:
        self.standing[number].shutdown()
        self.standing.pop(number).server_close()

    def ask(self, path: str = "/cnn/", cookie: str = "", **more: str) -> tuple[int, str, str]:
        """Return status, text and the cookie that is set."""
        asked = urllib.request.Request(f"http://127.0.0.1:{self.site.port}{path}", headers={"Cookie": cookie} | more)
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return answer.status, answer.read().decode(), answer.headers["set-cookie"] or ""
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), ""

    def who(self, cookie: str, path: str = "/cnn/") -> int:
        """Return the number of the process that answers."""
        return int(self.ask(path, cookie)[1].split()[0])


@contextmanager
def running(folder) -> Iterator[Front]:
    site = Site(port=free_row(4), base="cnn", processes=2, metrics_from=("10.0.0.1",))
    front = Front(site)
    (folder / "nginx").mkdir()
    (folder / "nginx.conf").write_text(nginx_conf(site, folder / "nginx", str(folder / "log")), encoding="utf-8")
    with subprocess.Popen([nginx_program(), "-e", "stderr", "-c", str(folder / "nginx.conf")]) as nginx:
        try:
            until((folder / "log").exists, 10)
            yield front
        finally:
            nginx.terminate()
            for number in list(front.standing):
                front.end(number)


@pytest.fixture
def front(tmp_path) -> Iterator[Front]:
    with running(tmp_path) as found:
        yield found


def test_readers_spread_over_the_processes_and_each_stays_with_one(front):
    first = [front.who(cookie) for cookie in READERS]
    assert [front.who(cookie) for cookie in READERS] == first
    assert 8 < first.count(1) < 32


def test_a_first_visit_without_a_cookie_stays_with_one_too(front):
    assert len({front.who("") for _ in range(6)}) == 1


def test_a_tab_says_where_it_is_and_what_follows_goes_there(front):
    _status, said, cookie = front.ask("/cnn/_stcore/stream", READERS[0], Upgrade="websocket")
    own = said.split()[0]
    assert cookie == f"explorer_process={own}; Path=/cnn/; Max-Age=7200; HttpOnly"
    other = 3 - int(own)
    assert front.who(f"{READERS[0]}; explorer_process={other}", "/cnn/_stcore/upload_file/s/f") == other
    assert front.who(f"{READERS[0]}; explorer_process=nonsense") == int(own)


def test_a_page_alone_sets_no_cookie_of_nginx(front):
    assert front.ask()[2] == ""


def test_whoever_was_with_a_dead_process_is_served_by_another(front):
    front.end(1)
    assert {front.who(cookie) for cookie in READERS} == {2}
    assert front.who("explorer_process=1") == 2
    assert "explorer_process=2" in front.ask("/cnn/_stcore/stream", "explorer_process=1", Upgrade="websocket")[2]


def test_a_picture_is_found_wherever_it_lies(front):
    assert [front.who(f"explorer_process={number}", "/cnn/media/a.png") for number in (1, 2)] == [2, 2]
    front.end(2)
    assert front.ask("/cnn/media/a.png", "explorer_process=1")[0] == 404


def test_while_nobody_answers_a_page_says_that_it_tries_again(front):
    front.end(1)
    front.end(2)
    status, said, _cookie = front.ask()
    assert status == 503
    assert "http-equiv=refresh" in said


@pytest.mark.parametrize("path", ["/cnn/metrics", "/cnn/metrics/1", "/cnn/_stcore/metrics"])
def test_whoever_is_not_named_reads_no_metrics(path, front):
    assert front.ask(path)[0] == 403


def test_each_request_is_handed_on_with_an_id_and_its_scheme(front):
    assert front.ask()[1].split()[1:] == ["http", "32"]


def test_nobody_from_outside_lets_the_app_run_a_page_for_nothing(front):
    assert front.ask("/cnn/_stcore/script-health-check")[0] == 404


def test_what_lies_beside_the_app_is_not_there_and_the_root_leads_to_it(front):
    assert front.ask("/elsewhere")[0] == 404
    assert front.ask("/")[0] == 200
    assert front.ask("/cnn")[0] == 200
