"""Where a request comes from, whatever its headers claim."""

from __future__ import annotations

import pytest

from explorer.runtime.origins import all_in, came_from, household, is_in

OURS = "127.0.0.0/8 ::1 10.0.0.0/24"


@pytest.mark.parametrize(("peer", "forwarded", "address"), [
    ("192.0.2.7", [], "192.0.2.7"),
    ("192.0.2.7", ["198.51.100.1"], "192.0.2.7"),  # a reader who claims to be a proxy
    ("127.0.0.1", ["192.0.2.7"], "192.0.2.7"),
    ("127.0.0.1", ["203.0.113.9, 192.0.2.7"], "192.0.2.7"),  # the left part is the reader's own word
    ("10.0.0.3", ["192.0.2.7, 127.0.0.1"], "192.0.2.7"),
    ("10.0.0.3", ["203.0.113.9", "192.0.2.7"], "192.0.2.7"),  # two headers are one
    ("127.0.0.1", [], "127.0.0.1"), ("127.0.0.1", [""], ""), ("", ["192.0.2.7"], "")])
def test_a_proxy_of_ours_is_believed_and_nobody_else(peer, forwarded, address):
    assert came_from(peer, forwarded, OURS) == address


@pytest.mark.parametrize(("peer", "forwarded", "may"), [
    ("127.0.0.1", [], True), ("127.0.0.1", ["192.0.2.7"], False), ("192.0.2.7", ["127.0.0.1"], False),
    ("127.0.0.1", ["127.0.0.1, 192.0.2.7"], False), ("10.0.0.3", ["127.0.0.1"], True), ("", [], False)])
def test_who_forwards_a_stranger_is_as_good_as_the_stranger(peer, forwarded, may):
    assert all_in(peer, forwarded, OURS) is may


@pytest.mark.parametrize(("address", "inside"), [
    ("10.0.0.255", True), ("10.0.1.0", False), ("::1", True), ("[::1]:8080", True), ("127.9.9.9:80", True),
    ("::ffff:127.0.0.1", True), ("localhost", False), ("", False), ("127.0.0.1, 10.0.0.1", False)])
def test_an_address_is_read_as_sockets_and_proxies_write_it(address, inside):
    assert is_in(address, OURS) is inside


@pytest.mark.parametrize(("address", "together"), [
    ("192.0.2.7", "192.0.2.7"), ("192.0.2.7:443", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("2001:db8:1:2::", "2001:db8:1:2::/64"), ("::ffff:192.0.2.7", "192.0.2.7"), ("unknown", "")])
def test_all_addresses_of_one_household_are_one(address, together):
    assert household(address) == together
