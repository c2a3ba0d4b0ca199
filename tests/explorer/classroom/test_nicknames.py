"""Nicknames that a whole class reads."""

from __future__ import annotations

import pytest

from explorer.classroom.nicknames import checked_nickname, folded, is_rude
from explorer.errors import RoomError


@pytest.mark.parametrize(("text", "nickname"), [
    ("Ada", "Ada"), ("  Min  Jun ", "Min Jun"), ("민준", "민준"), ("José", "José"), ("Ａｄａ", "Ada"),
    ("R2-D2", "R2-D2"),
    ("小明", "小明"), ("O'Neil", "O'Neil"), ("7", "7"), ("이 서연 (2)", "이 서연 (2)")])
def test_a_nickname_is_taken_as_people_write_it(text, nickname):
    assert checked_nickname(text) == nickname


@pytest.mark.parametrize(("text", "says"), [
    ("", "at least one letter"), ("   ", "at least one letter"), ("!?", "at least one letter"), ("…", "one letter"),
    ("a" * 21, "has 21 characters"), ("a" * 10**6, "characters"),
    ("Ada\u202eevil", "cannot be seen"), ("A\u200bda", "cannot be seen"), ("A\x07da", "cannot be seen"),
    ("Z" + "\u0335\u0310\u034d\u0320" * 4, "cannot be seen"), ("\ue000a", "cannot be seen")])
def test_what_is_no_nickname_is_refused_with_a_sentence(text, says):
    with pytest.raises(RoomError, match=says) as caught:
        checked_nickname(text)
    assert caught.value.why == "nickname"


@pytest.mark.parametrize("text", ["Fuck", "f u c k", "FUCK you", "sh1t", "5hit", "@sshole", "씨발", "나 병신", "Penis!",
                                  "FUcK 2"])
def test_what_a_class_giggles_at_is_refused(text):
    with pytest.raises(RoomError, match="another nickname"):
        checked_nickname(text)


@pytest.mark.parametrize("text", ["Dickens", "Sussex", "Scunthorpe", "Cocky", "Essex", "Shitake", "Rapeseed",
                                  "시발점", "Cassandra"])
def test_a_name_that_only_holds_one_is_nobody_s_fault(text):
    assert not is_rude(text)


@pytest.mark.parametrize(("one", "other"), [("Ada", "ADA"), ("Min Jun", "minjun"), ("STRASSE", "straße"),
                                            ("Ａda", "ada")])
def test_two_that_look_the_same_are_the_same(one, other):
    assert folded(one) == folded(other)


def test_a_free_one_is_offered_where_one_is_taken():
    taken = {folded(name) for name in ("Ada", "Ada 2", "Ada 3")}
    with pytest.raises(RoomError, match=r"Ada already\. Ada 4 is free"):
        checked_nickname("Ada", taken)
    long = "a" * 20
    with pytest.raises(RoomError) as caught:
        checked_nickname(long, {long})
    assert checked_nickname(caught.value.message.values["other"]) == "a" * 18 + " 2"


def test_how_long_one_may_be_is_a_setting(configure):
    configure(room_nickname=3)
    assert checked_nickname("Ada") == "Ada"
    with pytest.raises(RoomError, match="3 are allowed"):
        checked_nickname("Adam")
