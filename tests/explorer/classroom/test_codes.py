"""Codes that are read off a wall."""

from __future__ import annotations

import random
import re
from itertools import combinations

import pytest

from explorer.classroom.codes import LENGTH, LETTERS, RUDE, hashed, is_clean, new_code, new_secret, read_code

# Pairs that are taken for one another on a wall (ISO 9241-3 and Crockford's base 32 name most of them).
ALIKE = ("OQ", "OD", "CG", "IL", "IJ", "UV", "VY", "VW", "MN", "EF", "PQ")


@pytest.fixture(scope="module")
def codes():
    choose, found = random.Random(1).choice, []
    for _ in range(300):
        found.append(new_code(found, choose))
    return found


def test_a_code_has_five_letters_without_doubles(codes):
    assert all(re.fullmatch(f"[{LETTERS}]{{5}}", code) and len(set(code)) == LENGTH for code in codes)
    assert len(set(codes)) == len(codes)


def test_no_slip_of_one_letter_and_no_other_order_leads_into_another_room(codes):
    for one, other in combinations(codes, 2):
        assert sum(a != b for a, b in zip(one, other, strict=True)) >= 2
        assert sorted(one) != sorted(other)


@pytest.mark.parametrize("pair", ALIKE)
def test_at_most_one_of_two_that_look_alike_is_used(pair):
    assert not set(pair) <= set(LETTERS)


def test_no_vowel_makes_a_word():
    assert not set("AEIOUY") & set(LETTERS)


def test_nothing_rude_is_spelled(codes):
    assert all(map(is_clean, codes))
    letters = iter("FCKBDXRTMPS")  # What chance gives first is thrown away.
    assert new_code((), lambda _left: next(letters)) == "XRTMP"
    assert not any(is_clean(word) for word in RUDE)


@pytest.mark.parametrize(("text", "code"), [
    ("KXRTM", "KXRTM"), ("kxrtm", "KXRTM"), (" K X R T M ", "KXRTM"), ("kx-rtm", "KXRTM"), ("ＫＸＲＴＭ", "KXRTM"),
    ("KXRT", ""), ("KXRTMB", ""), ("KXRTO", ""), ("", ""), ("K" * 10**6, ""), ("12345", ""), ("КХRTM", "")])
def test_a_code_is_read_as_it_is_typed(text, code):
    assert read_code(text) == code


def test_a_secret_cannot_be_guessed_nor_read_from_the_database():
    secrets = {new_secret() for _ in range(50)}
    assert len(secrets) == 50
    assert all(len(secret) >= 20 and hashed(secret) != secret for secret in secrets)
    # RFC 6234's sha256 of "abc"
    assert hashed("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
