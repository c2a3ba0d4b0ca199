from __future__ import annotations

import io
import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from time import sleep

import pytest
import torch
from PIL import Image

from explorer.errors import DataError, LimitError
from explorer.training import check_owner, forget_zip, is_here, keep_zip as keep_zip_of, open_set
from explorer.training.data.upload import store
from explorer.training.data.upload.answers import Answers
from explorer.training.data.upload.store import file_of, owned

OWNER = "ada"
COLOURS = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255)}


@pytest.fixture(autouse=True)
def _own_settings(configure):
    configure(class_pictures=3)


@pytest.fixture
def pack(make_zip, picture_bytes):
    """Return ``pack(before, counts, **more)``, the bytes of a ZIP with pictures of each colour."""

    def make(before=("",), count=10, more=None):
        files = {f"{part}{name}/{number}.png": picture_bytes(tuple(max(0, one - number) for one in colour), (40, 30))
                 for part in before for name, colour in COLOURS.items() for number in range(count)}
        return make_zip(files | (more or {})).read_bytes()

    return make


def keep_zip(data, owner=OWNER, title="set.zip", answers=None):
    return keep_zip_of(data, owner, title, answers)


def disk(tmp_path):
    """Return the bytes of all ZIPs on the disk."""
    return sum(path.stat().st_size for path in (tmp_path / "data").rglob("*.zip"))


def test_a_zip_becomes_a_data_set_of_middle_squares(pack):
    name = keep_zip(pack())
    data = open_set(name, 16, seed=0)
    assert (data.name, data.categories, data.side) == (name, ("blue", "green", "red"), 16)
    assert [len(part) for part in (data.train, data.val, data.test)] == [21, 6, 3]
    for part in (data.train, data.val, data.test):
        for image, label in zip(part.images, part.labels, strict=True):
            assert ("red", "green", "blue")[image[:, 8, 8].argmax()] == data.categories[label]
    assert data.train.images.dtype == torch.uint8
    assert str(data.prepared).startswith("Each picture is cropped")


def test_its_own_parts_are_kept(pack):
    data = open_set(keep_zip(pack(("train/", "val/", "test/"))), 16, seed=0)
    assert [len(part) for part in (data.train, data.val, data.test)] == [30, 30, 30]


def test_a_part_it_lacks_is_taken_from_its_training_pictures(pack):
    data = open_set(keep_zip(pack(("train/", "test/"))), 16, seed=0)
    assert [len(part) for part in (data.train, data.val, data.test)] == [27, 3, 30]


def test_the_seed_divides(pack):
    name = keep_zip(pack())
    first, again, other = (open_set(name, 16, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(first.train.labels, again.train.labels)
    assert torch.equal(first.train.images, again.train.images)
    assert not torch.equal(first.train.images, other.train.images)


def test_what_cannot_be_used_is_left_out_and_told(pack, picture_bytes):
    more = {"red/bad.png": b"rubbish", "grey/0.png": picture_bytes((9, 9, 9))}
    data = open_set(keep_zip(pack(more=more)), 16, seed=0)
    assert data.categories == ("blue", "green", "red")
    assert [str(note) for note in data.notes] == [
        "Pictures of the ZIP that cannot be read and were left out: 1.",
        "Classes with fewer than 3 pictures to learn from were left out: grey."]


def test_it_opens_at_once_the_second_time_with_the_same_pixels(pack, monkeypatch):
    name = keep_zip(pack(more={"red/bad.png": b"rubbish"}))
    first = open_set(name, 16, seed=0)
    monkeypatch.setattr(store, "picture", lambda *_: pytest.fail("decoded again"))
    second = open_set(name, 16, seed=0)
    assert torch.equal(first.train.images, second.train.images)
    assert (first.categories, first.notes) == (second.categories, second.notes)
    with pytest.raises(pytest.fail.Exception):
        open_set(name, 24, seed=0)


def test_the_same_zip_is_kept_once_under_its_hash(pack, tmp_path):
    first, second = keep_zip(pack()), keep_zip(pack())
    assert first == second
    assert is_here(first)
    assert len(list((tmp_path / "data" / "uploads").iterdir())) == 1


def test_uploads_used_longest_ago_make_room(pack, configure):
    one, two = (keep_zip(pack(count=count)) for count in (10, 11))
    for name in (one, two):
        os.utime(file_of(name), (1, 1) if name == one else (2, 2))
    open_set(one, 16, seed=0)
    configure(class_pictures=3, uploads_bytes=3 * len(pack(count=11)) - 1)
    three = keep_zip(pack(count=12))
    assert [is_here(name) for name in (one, two, three)] == [True, False, True]


def kilobytes(count):
    return f"{float(f'{count / 1000:.5g}'):g} kB"


def test_one_reader_fills_their_own_share_only(pack, configure, tmp_path):
    small, large = pack(count=10), pack(count=11)
    configure(class_pictures=3, uploads_bytes_per_reader=len(small) + len(large) - 1)
    keep_zip(small)
    with pytest.raises(LimitError) as refused:
        keep_zip(large)
    total = len(small) + len(large)
    assert str(refused.value) == (
        f"With this ZIP, yours would take {kilobytes(total)} on this server; each reader may keep "
        f"{kilobytes(total - 1)}. Remove one of your 1 others ({kilobytes(len(small))}), or use a smaller ZIP.")
    assert disk(tmp_path) == len(small)
    assert is_here(keep_zip(large, "bob"))


def test_a_reader_whose_share_is_full_makes_room_themselves(pack, configure, tmp_path):
    first, second = pack(count=10), pack(count=11)
    configure(class_pictures=3, uploads_bytes_per_reader=len(second))
    name = keep_zip(first)
    forget_zip(name, OWNER)
    assert not is_here(name)
    assert [(one.name, one.size) for one in owned(OWNER)] == []
    assert is_here(keep_zip(second, title="second.zip"))
    assert [(one.title, one.size) for one in owned(OWNER)] == [("second.zip", len(second))]
    assert disk(tmp_path) == len(second)


def test_a_teacher_keeps_more_and_still_within_a_limit(pack, configure):
    data = pack()
    configure(class_pictures=3, uploads_bytes_per_reader=len(data) // 2)
    with pytest.raises(LimitError, match="each reader may keep"):
        keep_zip(data)
    assert is_here(keep_zip_of(data, OWNER, times=2.5))
    with pytest.raises(LimitError, match="Remove one"):
        keep_zip_of(pack(count=11), OWNER, times=2.5)


def test_a_zip_larger_than_a_whole_share_is_refused_with_both_numbers(pack, configure, tmp_path):
    data = pack(count=100)
    configure(class_pictures=3, uploads_bytes_per_reader=len(data) - 1)
    with pytest.raises(LimitError, match=rf"has {kilobytes(len(data))}; each reader may keep .* Use fewer"):
        keep_zip(data)
    assert not (tmp_path / "data").exists()


def test_the_same_zip_counts_once_for_its_reader_and_for_each_other(pack, configure):
    data = pack()
    configure(class_pictures=3, uploads_bytes_per_reader=len(data))
    assert keep_zip(data) == keep_zip(data, title="again.zip") == keep_zip(data, "bob")
    assert [(one.title, one.size) for one in owned(OWNER)] == [("again.zip", len(data))]
    for owner in (OWNER, "bob"):
        with pytest.raises(LimitError, match="Remove one"):
            keep_zip(pack(count=9), owner)


def test_what_another_reader_keeps_too_stays_and_a_strangers_cannot_be_removed(pack):
    name = keep_zip(pack())
    keep_zip(pack(), "bob")
    for owner in ("eve", OWNER, OWNER):
        forget_zip(name, owner)
        assert is_here(name)
    forget_zip(name, "bob")
    assert not is_here(name)


def test_whoever_is_lent_a_zip_opens_it_and_gains_no_right_to_it(pack):
    name = keep_zip(pack(count=9))
    lender = sha256(OWNER.encode()).hexdigest()
    check_owner("eve", name, lent_by=lender)
    check_owner("eve", "digits")
    for other in (sha256(b"bob").hexdigest(), OWNER, ""):
        with pytest.raises(DataError, match="open only there"):
            check_owner("eve", name, lent_by=other)
    assert owned("eve") == ()
    forget_zip(name, "eve")
    assert is_here(name)


def test_what_made_room_for_others_counts_no_more(pack, configure, tmp_path):
    first, second = pack(count=11), pack(count=10)
    configure(class_pictures=3, uploads_bytes=len(first), uploads_bytes_per_reader=len(first))
    gone = keep_zip(first)
    keep_zip(second, "bob")
    assert not is_here(gone)
    assert owned(OWNER) == ()
    assert len(list((tmp_path / "data" / "upload_owners").iterdir())) == 1
    assert is_here(keep_zip(first))


def test_uploads_that_arrive_together_do_not_exceed_the_share(pack, configure, tmp_path, monkeypatch):
    monkeypatch.setattr(store.cache, "make_room", lambda *_: sleep(0.02))  # between counting and storing
    several = [pack(count=count) for count in range(5, 13)]
    configure(class_pictures=3, uploads_bytes_per_reader=2 * len(several[-1]))

    def keep(data):
        try:
            return keep_zip(data)
        except LimitError:
            return None
    with ThreadPoolExecutor(len(several)) as pool:
        stored = [name for name in pool.map(keep, several) if name]
    assert stored
    assert disk(tmp_path) == sum(one.size for one in owned(OWNER)) <= 2 * len(several[-1])


@pytest.mark.parametrize("owner", ["../../eve", "a/b", "*", "", "x" * 5000])
def test_any_name_of_an_owner_stays_within_the_folder(pack, owner, tmp_path):
    keep_zip(pack())
    name = keep_zip(pack(count=11), owner, "../\0/" + "t" * 5000)
    assert [one.name for one in owned(owner)] == [name]
    assert {path.name for path in tmp_path.iterdir()} == {"data", "set.zip"}
    assert {path.name for path in (tmp_path / "data").iterdir()} == {"uploads", "upload_owners"}


def test_a_zip_that_is_gone_is_told_of(pack):
    name = keep_zip(pack())
    open_set(name, 16, seed=0)
    forget_zip(name, OWNER)
    assert not is_here(name)
    with pytest.raises(DataError, match="not on this server any more"):
        open_set(name, 16, seed=0)


def test_a_zip_that_changed_on_disk_is_not_used(pack):
    name = keep_zip(pack())
    file_of(name).write_bytes(pack(count=11))
    with pytest.raises(DataError, match="has changed"):
        open_set(name, 16, seed=0)


@pytest.mark.parametrize("name", ["upload/", "upload/../../etc/passwd", "upload/" + "g" * 64, "upload/" + "a" * 63])
def test_a_name_that_is_no_hash_is_refused(name):
    for ask in (is_here, lambda given: open_set(given, 16, seed=0), lambda given: forget_zip(given, OWNER)):
        with pytest.raises(DataError, match="not the name of an uploaded"):
            ask(name)


def test_what_is_refused_is_not_stored(pack, tmp_path):
    for wrong in (pack(more={"more.zip": b"x"}), pack(count=2), b"no zip"):
        with pytest.raises(DataError):
            keep_zip(wrong)
    assert not (tmp_path / "data").exists()


def test_what_would_not_fit_into_memory_is_refused_with_a_side_that_does(pack, configure):
    name = keep_zip(pack())
    configure(set_bytes=30 * 3 * 20 * 20)
    with pytest.raises(LimitError, match="at most 20 px"):
        open_set(name, 32, seed=0)
    assert open_set(name, 20, seed=0).side == 20


@pytest.mark.parametrize(("mode", "colour", "seen"), [
    ("L", 100, (100, 100, 100)), ("1", 1, (255, 255, 255)), ("LA", (100, 0), (255, 255, 255)),
    ("RGBA", (9, 8, 7, 255), (9, 8, 7)), ("P", 0, (0, 0, 0)),
])
def test_grey_indexed_and_transparent_pictures_become_rgb(mode, colour, seen, pack):
    buffer = io.BytesIO()
    Image.new(mode, (20, 20), colour).save(buffer, "PNG")
    data = open_set(keep_zip(pack(more={f"other/{number}.png": buffer.getvalue() for number in range(3)})), 16, seed=0)
    rows = data.train.labels == data.categories.index("other")
    assert data.train.images[rows][0, :, 8, 8].tolist() == list(seen)


def test_what_a_reader_answered_is_part_of_the_set_and_of_its_name(pack):
    renamed = Answers(classes=(("red", "cherry"), ("green", "")))
    plain, other = keep_zip(pack()), keep_zip(pack(), answers=renamed)
    assert plain != other
    assert open_set(plain, 16, seed=0).categories == ("blue", "green", "red")
    assert open_set(other, 16, seed=0).categories == ("blue", "cherry")
    assert keep_zip(pack(), answers=renamed) == other
    assert {one.name for one in owned(OWNER)} == {plain, other}


def test_classes_are_in_the_order_of_their_numbers(make_zip, picture_bytes):
    names = ("10", "9", "1", "Cat", "cat ")
    files = {f"{name}/{number}.png": picture_bytes((number, len(name), 0)) for name in names for number in range(3)}
    assert open_set(keep_zip(make_zip(files).read_bytes(), OWNER), 16, seed=0).categories == ("1", "9", "10", "Cat")


def test_an_encoding_that_was_chosen_is_read_again(stored_as):
    data = stored_as("cp850", "Käfer", "Vögel", each=3)
    assert open_set(keep_zip(data, OWNER), 16, seed=0).categories == ("Käfer", "Vögel")
    wrong = keep_zip(data, OWNER, answers=Answers(encoding="cp949"))
    assert open_set(wrong, 16, seed=0).categories == ("K꼎er", "V봥el")


def test_a_set_in_parts_that_a_reader_named(make_zip, picture_bytes):
    files = {f"{site}/{name}/{number}.png": picture_bytes((number, len(name), 0))
             for site in ("here", "there") for name in ("cat", "mouse") for number in range(3)}
    answers = Answers(layout="parts", roles=(("here", "train"), ("there", "test")))
    data = open_set(keep_zip(make_zip(files).read_bytes(), OWNER, answers=answers), 16, seed=0)
    assert (data.categories, len(data.test)) == (("cat", "mouse"), 6)
