"""The address that is shared: the one set, the one that the reader came by, or the machine's own."""

from __future__ import annotations

import ipaddress
import socket

import pytest

from pages.ui.share import server_address
from pages.ui.share.server_address import Listening, for_others, is_local, without_page

EVERYWHERE = Listening("", 8501)


@pytest.fixture(autouse=True)
def in_a_network(monkeypatch):
    monkeypatch.setattr(server_address, "_own_address", lambda: "192.168.7.20")


@pytest.mark.parametrize("came_by", ["http://localhost:8501", "https://explorer.example/cnn", ""])
def test_what_is_set_counts_first(came_by):
    found = for_others(came_by, "https://cnn.example.edu/lab/", EVERYWHERE)
    assert (found.root, found.says) == ("https://cnn.example.edu/lab", None)


@pytest.mark.parametrize("came_by", [
    "https://explorer.example", "https://explorer.example/cnn", "http://192.168.7.5:8501", "http://cnn.local:80",
    "http://[2001:db8::5]:8501"])
def test_what_the_reader_came_by_is_where_others_come_by_too(came_by):
    assert for_others(came_by, "", EVERYWHERE) == server_address.ServerAddress(came_by)


@pytest.mark.parametrize(("came_by", "root"), [
    ("http://localhost:8501", "http://192.168.7.20:8501"), ("http://127.0.0.1:8501", "http://192.168.7.20:8501"),
    ("http://localhost:9000", "http://192.168.7.20:8501"),  # by a tunnel: the server's own port
    ("http://[::1]:8501/cnn", "http://192.168.7.20:8501/cnn"), ("http://0.0.0.0:8501", "http://192.168.7.20:8501")])
def test_localhost_becomes_the_machines_address_and_that_is_said(came_by, root):
    found = for_others(came_by, "", EVERYWHERE)
    assert found.root == root
    assert "192.168.7.20:8501" in str(found.says)


def test_the_servers_own_scheme_counts_and_its_one_address():
    found = for_others("https://localhost:8501", "", Listening("10.0.0.7", 443, "https"))
    assert found.root == "https://10.0.0.7:443"


def test_version_6_of_the_protocol_is_written_in_brackets():
    assert for_others("http://localhost:1", "", Listening("2001:db8::5", 8501)).root == "http://[2001:db8::5]:8501"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_a_server_for_its_own_machine_says_so(host):
    found = for_others("http://localhost:8501/", "", Listening(host, 8501))
    assert found.root == "http://localhost:8501"
    assert "on this machine only" in str(found.says)


def test_a_machine_without_a_network_says_so(monkeypatch):
    monkeypatch.setattr(server_address, "_own_address", lambda: "")
    assert "on this machine only" in str(for_others("http://localhost:8501", "", EVERYWHERE).says)


@pytest.mark.parametrize(("host", "local"), [
    ("localhost", True), ("app.localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True),
    ("0.0.0.0", True), ("localhost.example", False), ("192.168.1.1", False), ("", False), ("127.0.0.1.example", False)])
def test_names_of_the_own_machine_are_known(host, local):
    assert is_local(host) is local


@pytest.mark.parametrize(("address", "page", "root"), [
    ("https://a.example/pixels?side=8#top", "pixels", "https://a.example"), ("https://a.example/", "", "https://a.example"),
    ("https://a.example/cnn/pixels", "pixels", "https://a.example/cnn"),
    ("https://a.example/pixels", "jobs", "https://a.example/pixels"), ("", "pixels", "")])
def test_the_page_is_taken_off(address, page, root):
    assert without_page(address, page) == root


class TestOwnAddress:
    """Of this machine, whatever it is."""

    @pytest.fixture(autouse=True)
    def in_a_network(self, monkeypatch):
        monkeypatch.undo()

    def test_it_is_an_address_that_can_be_listened_to(self, monkeypatch):
        monkeypatch.setattr(server_address, "CONTAINER", ())
        found = server_address._own_address()
        if found:  # a machine without a network has none
            assert not ipaddress.ip_address(found).is_unspecified
            with socket.socket() as one:
                one.bind((found, 0))

    def test_in_a_container_nothing_is_guessed(self, monkeypatch, tmp_path):
        monkeypatch.setattr(server_address, "CONTAINER", (tmp_path,))
        assert server_address._own_address() == ""
