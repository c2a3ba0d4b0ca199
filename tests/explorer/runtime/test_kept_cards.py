"""Readers' own network files on disk: names that are no names, many cards, damaged notes, and who sees what."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from threading import Thread

import pytest

from explorer.errors import LimitError, NetworkError
from explorer.runtime import kept_files
from explorer.runtime.kept_files import keep_file, kept_card, kept_data, with_card
from explorer.settings import Settings

CARD = {"classes": 3}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Keep files in a folder of the test's, 100 bytes a reader and 200 of all; return the folder."""
    monkeypatch.setattr(kept_files, "settings", lambda: Settings(
        data=str(tmp_path), networks_bytes=200, networks_bytes_per_reader=100))
    return tmp_path / "networks"


def names(owner):
    return [one.name for one in kept_files.kept_files(owner)]


def test_a_name_is_the_hash_of_the_file_and_of_its_card():
    name = keep_file(b"abc", "ann", "a.onnx", CARD)
    # SHA-256 of "abc": FIPS 180-2, appendix B.1
    assert name.startswith("onnx/ba7816bf8f01cfea414140de5dae2223-")
    assert name.endswith(sha256(b'{"classes": 3}').hexdigest()[:8])


# Names in links that are none, each of which must not lead out of the folder.
NO_NAMES = ["", "onnx/", "onnx/..", "onnx/../../etc/passwd", "onnx/" + "g" * 32 + "-" + "0" * 8, "ba78", "ONNX/x",
            "onnx/" + "0" * 31 + "-" + "0" * 8, "onnx/" + "0" * 32 + "-" + "0" * 9, "onnx/" + "0" * 32,
            "onnx/" + "0" * 32 + "-" + "0" * 8 + "\n", "onnx/" + "A" * 32 + "-" + "0" * 8,
            "onnx/" + "٣" * 32 + "-" + "0" * 8, "onnx/" + "0" * 32 + "/" + "0" * 8, "onnx/\x00"]


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name_opens_nothing(name):
    for ask in (kept_data, kept_card, lambda one: kept_files.forget_file(one, "ann"),
                lambda one: with_card(one, "ann", CARD)):
        with pytest.raises(NetworkError, match="Open its file again"):
            ask(name)


@pytest.mark.parametrize("name", ["bundled/resnet20", "torchvision/vgg16", "stack/3x8x8/relu", "job/1", ""])
def test_networks_that_are_no_files_belong_to_everybody(name):
    kept_files.check_network_owner("ann", name)


@pytest.mark.parametrize("owner", ["ann", "", "../ann", "a/b", "x" * 5000, "안", "ann\n", "*", "owner-"])
def test_an_owner_may_be_called_anything_and_finds_only_their_own(owner):
    name = keep_file(b"mine", owner, "a.onnx", CARD)
    keep_file(b"other", "somebody else", "b.onnx", CARD)
    assert names(owner) == [name]


def test_no_secret_name_of_an_owner_is_written_to_the_disk(folder):
    keep_file(b"abc", "secret-of-ann", "a.onnx", CARD)
    written = [path.name + path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file()]
    assert len(written) == 3
    assert not any("secret" in text for text in written)


@pytest.mark.parametrize(("title", "kept"), [("net.onnx", "net.onnx"), ("", ""), ("x" * 300, "x" * 80),
                                             ("../../etc/passwd", "../../etc/passwd"), ("<b>", "<b>"), ("망", "망")])
def test_a_title_is_kept_as_text_and_never_as_a_path(title, kept, folder):
    keep_file(b"abc", "ann", title, CARD)
    assert [one.title for one in kept_files.kept_files("ann")] == [kept]
    assert {path.parent.parent for path in folder.rglob("network.onnx")} == {folder}


@pytest.mark.parametrize("card", [{}, {"names": ["개", "\\", '"']}, {"mean": [0.1, 1e-300]}, {"deep": {"er": [None]}}])
def test_a_card_comes_back_as_json_has_it(card):
    assert kept_card(keep_file(b"abc", "ann", "a", card)) == json.loads(json.dumps(card))


def test_the_order_of_a_cards_entries_makes_no_other_name():
    one = keep_file(b"abc", "ann", "a", {"a": 1, "b": 2})
    assert with_card(one, "ann", {"b": 2, "a": 1}) == one


def test_of_many_cards_the_oldest_make_room_and_the_newest_stays(folder, monkeypatch):
    monkeypatch.setattr(kept_files, "MOST_CARDS", 3)
    name = keep_file(b"abc", "ann", "a", {"classes": 0})
    made = [name]
    for number in range(1, 8):
        made.append(with_card(name, "ann", {"classes": number}))
        card = folder / made[-1].partition("/")[2].partition("-")[0] / f"{made[-1].rpartition('-')[2]}.json"
        os.utime(card, (number, number))
    assert len(list(folder.rglob("*.json"))) == 3
    assert kept_card(made[-1]) == {"classes": 7}
    with pytest.raises(NetworkError):
        kept_card(made[1])


def test_the_same_file_twice_is_stored_once_and_counts_once(folder):
    keep_file(b"a" * 90, "ann", "first", CARD)
    again = keep_file(b"a" * 90, "ann", "second", CARD)
    assert names("ann") == [again]
    assert kept_files.kept_files("ann")[0].title == "second"
    assert len(list(folder.rglob("network.onnx"))) == 1


@pytest.mark.parametrize(("sizes", "refused"), [([100], False), ([101], True), ([50, 50], False), ([50, 51], True),
                                                ([10] * 10, False), ([99, 1, 1], True)])
def test_a_readers_files_together_stay_within_their_share(sizes, refused):
    *first, last = [bytes([number % 251, number // 251]) + b"." * (size - 2) if size > 1 else bytes([number])
                    for number, size in enumerate(sizes)]
    for data in first:
        keep_file(data, "ann", "a", CARD)
    if refused:
        with pytest.raises(LimitError, match=f"{len(first)} others"):
            keep_file(last, "ann", "a", CARD)
    else:
        keep_file(last, "ann", "a", CARD)
    assert sum(one.size for one in kept_files.kept_files("ann")) <= 100


def test_what_was_used_last_stays_longest(folder):
    one, two, three = (keep_file(bytes([number]) * 66, f"reader {number}", "a", CARD) for number in range(3))
    for age, name in enumerate((two, three, one)):
        os.utime(folder / name[5:37] / "network.onnx", (age, age))
    kept_data(two)  # is read now, so it is the youngest
    keep_file(b"new" * 20, "reader 9", "a", CARD)
    found = {path.parent.name for path in folder.rglob("network.onnx")}
    assert three[5:37] not in found
    assert {two[5:37], one[5:37]} <= found


def test_readers_who_give_at_once_all_find_theirs():
    threads = [Thread(target=keep_file, args=(b"same", f"reader {number}", f"{number}.onnx", CARD))
               for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {kept_files.kept_files(f"reader {number}")[0].title for number in range(8)} == {
        f"{number}.onnx" for number in range(8)}


def test_a_list_is_sorted_by_title_and_leaves_out_what_is_gone(folder):
    keep_file(b"1", "ann", "b.onnx", CARD)
    gone = keep_file(b"2", "ann", "a.onnx", CARD)
    keep_file(b"3", "ann", "c.onnx", CARD)
    assert [one.title for one in kept_files.kept_files("ann")] == ["a.onnx", "b.onnx", "c.onnx"]
    (folder / gone[5:37] / "network.onnx").unlink()
    assert [one.title for one in kept_files.kept_files("ann")] == ["b.onnx", "c.onnx"]


def test_nothing_is_left_of_what_its_only_reader_forgot(folder):
    name = keep_file(b"abc", "ann", "a", CARD)
    with_card(name, "ann", {"classes": 4})
    kept_files.forget_file(name, "ann")
    kept_files.forget_file(name, "ann")  # once more does nothing
    assert list(folder.iterdir()) == []
    assert names("ann") == []
