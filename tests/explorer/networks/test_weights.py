"""Downloads from a server on this machine that breaks off, dawdles or sends the wrong thing; weights on disk."""

import threading
import time
from dataclasses import replace
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from explorer.errors import NetworkError
from explorer.networks import weights as module
from explorer.networks.catalogue import entry
from explorer.networks.weights import checked_file, download, is_here, main, under_way
from explorer.runtime.downloads import BLOCK, fetch
from explorer.settings import Settings

CONTENT = bytes(range(256)) * 4096  # 1 MiB
DIGITS = sha256(CONTENT).hexdigest()[:8]


class Server(ThreadingHTTPServer):
    """Sends CONTENT, or part of it; ``asked`` lists the ranges of all requests."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.breaks = 0
        self.gate = threading.Event()
        self.gate.set()
        self.ranges = True

    def url(self, name):
        return f"http://127.0.0.1:{self.server_address[1]}/{name}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server, start = self.server, self.headers.get("Range", "")
        server.asked.append(start)
        first = int(start.removeprefix("bytes=").rstrip("-") or 0) if server.ranges else 0
        if "missing" in self.path:
            self.send_error(404)
            return
        if first >= len(CONTENT):
            self.send_error(416)
            return
        self.send_response(206 if first else 200)
        self.send_header("Content-Length", str(len(CONTENT) - first))
        self.end_headers()
        body = CONTENT[first:] if "wrong" not in self.path else bytes(len(CONTENT))
        try:
            self.wfile.write(body[:BLOCK])
            self.wfile.flush()
            server.gate.wait(20)
            if server.breaks:
                server.breaks -= 1
                return
            self.wfile.write(body[BLOCK:])
        except ConnectionError:
            pass

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    found = Server()
    threading.Thread(target=found.serve_forever, args=(0.02,), daemon=True).start()
    yield found
    found.gate.set()
    found.shutdown()
    found.server_close()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(module.torch.hub, "get_dir", lambda: str(tmp_path))
    return tmp_path / "checkpoints"


def weight_set(server, name="it"):
    chosen = entry("torchvision/resnet18").weight_set()
    return replace(chosen, url=server.url(name), file=f"{name}-{DIGITS}.pth")


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_download_arrives_whole_under_its_name(server, folder):
    chosen = weight_set(server)
    assert not is_here(chosen)
    started = download(chosen)
    assert started.outcome().read_bytes() == CONTENT
    assert (started.state, started.share, str(started.note)) == ("done", 1.0, f"{chosen.file}: 1.05 MB of 1.05 MB")
    assert left(folder) == [chosen.file]
    assert is_here(chosen)
    assert checked_file(entry("torchvision/resnet18"), chosen) == folder / chosen.file


def test_two_who_ask_share_one_download_and_see_it_move(server, folder):
    server.gate.clear()
    chosen = weight_set(server)
    one, other = download(chosen), download(chosen)
    assert one is other is under_way(chosen)
    deadline = time.monotonic() + 10
    while not one.share and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (one.share, one.state) == (BLOCK / len(CONTENT), "running")
    server.gate.set()
    one.outcome()
    assert server.asked == [""]


def test_a_break_half_way_is_mended_by_itself(server, folder):
    server.breaks = 1
    assert download(weight_set(server)).outcome().read_bytes() == CONTENT
    assert server.asked == ["", f"bytes={BLOCK}-"]


def test_after_too_many_breaks_it_says_how_far_it_came_and_goes_on_when_asked_again(server, folder):
    server.breaks = 3
    with pytest.raises(NetworkError, match=f"broke off after {3 * BLOCK:,} of 1,048,576 bytes"):
        download(weight_set(server)).outcome()
    assert left(folder) == [f"it-{DIGITS}.pth.part"]
    assert download(weight_set(server)).outcome().read_bytes() == CONTENT
    assert server.asked[-1] == f"bytes={3 * BLOCK}-"


def test_a_server_that_cannot_go_on_starts_from_the_beginning(server, folder):
    server.ranges, server.breaks = False, 1
    assert download(weight_set(server)).outcome().read_bytes() == CONTENT


def test_a_part_longer_than_the_file_is_replaced(server, folder):
    folder.mkdir()
    (folder / f"it-{DIGITS}.pth.part").write_bytes(CONTENT + b"more")
    assert download(weight_set(server)).outcome().read_bytes() == CONTENT


def test_a_file_with_another_hash_is_not_kept(server, folder):
    with pytest.raises(NetworkError, match=f"begins with [0-9a-f]{{8}}, not with {DIGITS}"):
        download(weight_set(server, "wrong")).outcome()
    assert left(folder) == []


def test_a_cancelled_download_leaves_nothing_and_can_be_started_again(server, folder):
    server.gate.clear()
    started = download(weight_set(server))
    started.cancel()
    server.gate.set()
    with pytest.raises(NetworkError, match="cancelled"):
        started.outcome()
    assert (started.state, left(folder)) == ("cancelled", [])
    assert download(weight_set(server)).outcome().read_bytes() == CONTENT


def test_it_goes_on_for_others_who_wait_for_it(server, folder):
    server.gate.clear()
    started = download(weight_set(server), "ada")
    assert download(weight_set(server), "bob") is started
    started.cancel("ada")
    server.gate.set()
    assert started.outcome().read_bytes() == CONTENT


def test_a_file_that_was_removed_is_fetched_again(server, folder):
    download(weight_set(server)).outcome().unlink()
    assert download(weight_set(server)).outcome().read_bytes() == CONTENT


def test_what_the_server_does_not_have_is_said_with_what_to_try(server, folder):
    with pytest.raises(NetworkError, match=r"HTTP 404.*put it into the folder checkpoints"):
        download(weight_set(server, "missing")).outcome()
    assert server.asked == [""]


def test_without_internet_it_says_what_to_try(tmp_path, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(NetworkError, match=r"127\.0\.0\.1 cannot be reached .*Bundled networks need no internet"):
        fetch("http://127.0.0.1:9/it.pth", tmp_path / "it.pth", DIGITS, lambda _done, _total: None)


def test_a_server_can_refuse_to_download(server, folder, monkeypatch):
    monkeypatch.setattr(module, "settings", lambda: Settings(downloads="off"))
    with pytest.raises(NetworkError, match="EXPLORER_DOWNLOADS is 'off'"):
        download(weight_set(server))
    assert server.asked == []


def test_missing_and_damaged_files_are_told_apart(folder):
    known = entry("torchvision/resnet18")
    with pytest.raises(NetworkError,
                       match=r"\(46\.8 MB\) are not on this machine.*weights resnet18.*resnet18-f37072fd"):
        checked_file(known, known.weight_set())
    folder.mkdir(parents=True)
    (folder / "resnet18-f37072fd.pth").write_bytes(b"half of it")
    with pytest.raises(NetworkError, match=r"damaged.*not with f37072fd"):
        checked_file(known, known.weight_set())


def test_the_command_line_fetches_what_is_not_there_yet(server, folder, monkeypatch, capsys):
    known = entry("torchvision/resnet18")
    monkeypatch.setattr(module, "entry", lambda _name: replace(known, weights=(weight_set(server),)))
    assert main(["resnet18"]) == 0
    assert "1.05 MB of 1.05 MB" in capsys.readouterr().out
    assert main(["resnet18"]) == 0
    assert "is there already" in capsys.readouterr().out
    assert server.asked == [""]


def test_the_command_line_names_what_went_wrong(folder, capsys):
    assert main(["resnet19"]) == 1
    assert "There is no network 'torchvision/resnet19'" in capsys.readouterr().err
