from __future__ import annotations

import pytest

from explorer.errors import NetworkError, message
from explorer.training.data import download as fetch


class Done:
    """A download that is over."""

    def __init__(self, error=None):
        self.error, self.note = error, message("{what}: {done} of {total}", what="MNIST", done="11.6 MB", total="12 MB")

    def wait(self, _):
        return True

    def outcome(self):
        if self.error:
            raise self.error


@pytest.fixture(autouse=True)
def _own_folder(configure):
    configure()


def test_it_says_how_much_has_arrived(monkeypatch, capsys):
    monkeypatch.setattr(fetch, "download_set", lambda _: Done())
    assert fetch.main(["mnist"]) == 0
    assert capsys.readouterr().out.strip() == "MNIST: 11.6 MB of 12 MB"


def test_a_failure_is_told_and_the_next_set_is_tried(monkeypatch, capsys):
    asked = []

    def download(name):
        asked.append(name)
        return Done(NetworkError("No way to {name}.", name=name) if name == "mnist" else None)

    monkeypatch.setattr(fetch, "download_set", download)
    assert fetch.main(["mnist", "cifar10"]) == 1
    assert asked == ["mnist", "cifar10"]
    assert capsys.readouterr().err == "mnist: No way to mnist.\n"


def test_what_is_there_is_not_fetched(monkeypatch, capsys):
    monkeypatch.setattr(fetch, "is_here", lambda _: True)
    monkeypatch.setattr(fetch, "download_set", lambda _: pytest.fail("asked for"))
    assert fetch.main(["mnist"]) == 0
    assert "is there already" in capsys.readouterr().out


def test_only_what_is_downloaded_can_be_fetched(capsys):
    with pytest.raises(SystemExit):
        fetch.main(["digits"])
    assert "mnist" in capsys.readouterr().err
