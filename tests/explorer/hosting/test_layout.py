"""The numbers that an instance is made of."""

from __future__ import annotations

import tomllib

import pytest

from explorer.errors import ExplorerError
from explorer.hosting.layout import APP_PORT, ROOT, Site, container, largest_upload


def test_processes_on_one_machine_listen_on_the_ports_behind_the_first():
    found = Site(port=9000, processes=2)
    assert [found.process(number) for number in found.numbers] == ["127.0.0.1:9001", "127.0.0.1:9002"]


def test_each_container_has_an_address_of_its_own():
    found = Site(contained=True)
    assert [found.process(number) for number in found.numbers] == [
        f"172.30.19.{last}:{APP_PORT}" for last in (11, 12, 13)]
    assert container(1) == "172.30.19.11"


@pytest.mark.parametrize(("base", "path"), [("", ""), ("cnn", "/cnn"), ("a/b", "/a/b")])
def test_the_path_is_what_stands_behind_the_host(base, path):
    assert Site(base=base).path == path


@pytest.mark.parametrize(("wrong", "says"), [
    ({"base": "c nn"}, "letters"), ({"base": "/cnn"}, "letters"), ({"base": "a;b"}, "letters"),
    ({"processes": 0}, "at least one"), ({"workers": 0}, "at least one"), ({"certificate": "c.pem"}, "its key")])
def test_what_cannot_be_hosted_is_refused_with_a_sentence(wrong, says):
    with pytest.raises(ExplorerError, match=says):
        Site(**wrong)


def test_the_largest_upload_is_what_streamlit_lets_through(configure):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert largest_upload() == config["server"]["maxUploadSize"] * 1024 * 1024
    configure(zip_bytes=10**10)
    assert largest_upload() == 10**10
