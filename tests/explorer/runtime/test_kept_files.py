"""Readers' own network files: found by whoever gave them and by nobody else, within limits."""

from __future__ import annotations

from hashlib import sha256

import pytest

from explorer.errors import LimitError, NetworkError
from explorer.runtime import kept_files
from explorer.settings import Settings

CARD = {"classes": 3}


@pytest.fixture(autouse=True)
def limits(tmp_path, monkeypatch):
    """Keep files in a folder of the test's, 10 bytes a reader and 15 of all."""
    monkeypatch.setattr(kept_files, "settings", lambda: Settings(
        data=str(tmp_path), networks_bytes=15, networks_bytes_per_reader=10))


def test_a_file_is_found_by_its_owner_only_and_comes_back_as_it_was():
    name = kept_files.keep_file(b"abc", "ann", "net.onnx", CARD)
    assert (kept_files.kept_data(name), kept_files.kept_card(name)) == (b"abc", CARD)
    assert [(one.name, one.title, one.size) for one in kept_files.kept_files("ann")] == [(name, "net.onnx", 3)]
    assert kept_files.kept_files("bob") == ()
    kept_files.check_network_owner("ann", name)
    for strange in (name, "onnx/../../secret", "onnx/" + "0" * 32 + "-" + "0" * 8):
        with pytest.raises(NetworkError, match="found only there"):
            kept_files.check_network_owner("bob", strange)
    kept_files.check_network_owner("bob", "bundled/resnet20")


def test_whoever_is_lent_a_file_opens_it_and_gains_no_right_to_it():
    name = kept_files.keep_file(b"abc", "ann", "net.onnx", CARD)
    kept_files.check_network_owner("bob", name, lent_by=sha256(b"ann").hexdigest())
    for other in (sha256(b"carl").hexdigest(), "ann", "", "*"):
        with pytest.raises(NetworkError, match="found only there"):
            kept_files.check_network_owner("bob", name, lent_by=other)
    with pytest.raises(NetworkError):
        kept_files.with_card(name, "bob", CARD)
    kept_files.forget_file(name, "bob")
    assert kept_files.kept_data(name) == b"abc"


def test_another_card_is_another_name_and_the_first_goes_on_meaning_the_same():
    first = kept_files.keep_file(b"abc", "ann", "net.onnx", CARD)
    second = kept_files.with_card(first, "ann", {"classes": 3, "called": "cifar10"})
    assert first != second
    assert kept_files.kept_card(first) == CARD
    assert [one.name for one in kept_files.kept_files("ann")] == [second]
    with pytest.raises(NetworkError):
        kept_files.with_card(first, "bob", CARD)


def test_what_two_readers_gave_stays_until_both_let_go():
    name = kept_files.keep_file(b"abc", "ann", "a.onnx", CARD)
    kept_files.keep_file(b"abc", "bob", "b.onnx", CARD)
    kept_files.forget_file(name, "carl")
    kept_files.forget_file(name, "ann")
    assert kept_files.kept_data(name) == b"abc"
    kept_files.forget_file(name, "bob")
    with pytest.raises(NetworkError, match="not on this server"):
        kept_files.kept_data(name)


def test_a_reader_has_a_share_and_the_oldest_makes_room():
    first = kept_files.keep_file(b"a" * 8, "ann", "a", CARD)
    with pytest.raises(LimitError, match="each reader may keep 10 B"):
        kept_files.keep_file(b"b" * 3, "ann", "b", CARD)
    kept_files.keep_file(b"c" * 9, "bob", "c", CARD)
    with pytest.raises(NetworkError):
        kept_files.kept_data(first)


def test_a_teacher_keeps_more_and_still_within_a_limit():
    with pytest.raises(LimitError, match="each reader may keep 10 B"):
        kept_files.keep_file(b"a" * 14, "ann", "a", CARD)
    name = kept_files.keep_file(b"a" * 14, "ann", "a", CARD, 1.4)
    assert kept_files.kept_data(name) == b"a" * 14
    with pytest.raises(LimitError, match="each reader may keep 14 B"):
        kept_files.keep_file(b"b", "ann", "b", CARD, 1.4)


def test_a_file_that_was_changed_is_not_opened(tmp_path):
    name = kept_files.keep_file(b"abc", "ann", "a", CARD)
    next(tmp_path.glob("networks/*/network.onnx")).write_bytes(b"abd")
    with pytest.raises(NetworkError, match="has changed"):
        kept_files.kept_data(name)
