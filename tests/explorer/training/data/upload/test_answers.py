"""What a reader decided travels with the ZIP, and nothing else does."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest

from explorer.errors import DataError
from explorer.training.data.upload.answers import MARK, MOST_BYTES, Answers, joined, parted

SAID = Answers(encoding="cp850", layout="parts", roles=(("a", "train"), ("b", "none")),
               classes=(("Käfer", "beetle"), ("고양이", "")))


@pytest.fixture
def data(make_zip):
    return make_zip({"cat/0.txt": b"meow"}).read_bytes()


def test_answers_come_back_and_the_zip_is_as_it_was(data):
    assert parted(joined(data, SAID)) == (data, SAID)


def test_without_answers_nothing_is_added_so_earlier_sets_open(data):
    assert joined(data, Answers()) == data
    assert parted(data) == (data, Answers())


def test_any_program_still_opens_the_zip(data):
    with ZipFile(io.BytesIO(joined(data, SAID))) as archive:
        assert archive.read("cat/0.txt") == b"meow"


def test_a_zip_that_ends_like_answers_is_not_taken_for_them(data):
    forged = joined(data, SAID)
    assert parted(joined(forged, Answers())) == (forged, Answers())


@pytest.mark.parametrize("end", [b"", b"\0\0\0\0", b"\xff\xff\xff\xff", b"{}\x02\0\0\0", b"[1]\x03\0\0\0"])
def test_damaged_answers_are_refused(end):
    with pytest.raises(DataError, match="Upload it again"):
        parted(end + MARK)


@pytest.mark.parametrize("wrong", [
    {"encoding": "rot13"}, {"layout": "upside down"}, {"roles": (("a", "boss"),)}, {"classes": (("a", "x" * 401),)}])
def test_answers_that_are_none_are_refused(wrong):
    with pytest.raises(DataError, match="answer anew"):
        Answers(**wrong)


def test_answers_are_bounded(data):
    with pytest.raises(DataError, match="answer anew"):
        joined(data, Answers(classes=(("x" * 400, "y" * 400),) * (MOST_BYTES // 800)))
