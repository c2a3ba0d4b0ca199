"""What is looked at and written before an instance runs."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from explorer.errors import ExplorerError
from explorer.hosting.layout import Site
from explorer.hosting.run import await_ready, make_folders, refuse_taken, site_of, where, write_front
from tests.conftest import free_port


def test_an_instance_is_found_again_in_its_folder(tmp_path):
    site = Site(port=9000, base="cnn", metrics_from=("127.0.0.1", "10.0.0.0/8"))
    (tmp_path / "site.json").write_text(json.dumps(asdict(site)), encoding="utf-8")
    assert site_of(tmp_path) == site


def test_a_folder_without_one_is_told_of(tmp_path):
    with pytest.raises(ExplorerError, match="No instance lies in"):
        site_of(tmp_path)


def test_a_taken_port_is_named_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ExplorerError, match=f"Port {port} cannot be used"):
            refuse_taken(Site(port=port - 1))


def test_nginx_and_the_database_come_to_their_folders_however_closed_new_ones_are(tmp_path):
    before = os.umask(0o077)
    try:
        make_folders(tmp_path / "cnn")
    finally:
        os.umask(before)
    modes = [path.stat().st_mode & 0o777 for path in (tmp_path / "cnn", tmp_path / "cnn" / "nginx")]
    assert modes == [0o711, 0o711]


@pytest.mark.parametrize(("site", "address"), [
    (Site(port=9000), "http://localhost:9000/"),
    (Site(port=443, base="cnn", certificate="c", key="k"), "https://localhost:443/cnn/")])
def test_readers_are_told_where_to_go(site, address):
    assert where(site) == address


def test_who_is_taken_out_stands_in_the_file_that_nginx_reads(tmp_path):
    write_front(Site(port=9000), tmp_path, [1])
    assert "server 127.0.0.1:9001 down;" in (tmp_path / "nginx.conf").read_text(encoding="utf-8")


def test_one_that_does_not_get_ready_is_named_with_what_it_says():
    class Unwell(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(503)
            self.end_headers()
            self.wfile.write(b"no worker is alive")

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Unwell) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(ExplorerError, match=r"app2 did not get ready.*no worker is alive"):
            await_ready(f"http://127.0.0.1:{server.server_port}/readyz", "app2", 0.5)
        server.shutdown()


def test_one_that_does_not_answer_is_waited_for_in_vain():
    with pytest.raises(ExplorerError, match="does not answer"):
        await_ready(f"http://127.0.0.1:{free_port()}/readyz", "app1", 0.3)
