"""Codes of rooms, five letters that are read off a wall: none twice, none that looks like another, nothing rude."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable, Collection, Sequence
from hashlib import sha256

LETTERS = "BCDFHJKLMPRSTVXZ"
"""No vowels, so that no words come about; no G, N, Q, W, Y, which are taken for C, M, O, V."""
LENGTH = 5
RUDE = ("FCK", "FKC", "FVCK", "SHT", "DCK", "CLT", "BTCH", "PRCK", "CRP", "TRD", "KZ", "SLT", "PSS", "BDSM", "STFD",
        "CMF", "XXX", "JZZ", "SB", "MTHR")
"""What is read as a word without its vowels, or stands for one."""
TRIES = 1000
SECRET_BYTES = 16


def new_code(taken: Collection[str], choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """Return a code that differs from all those ``taken`` in two letters at least, and not by their order alone.

    Args:
        choose: picks a letter by chance.
    """
    for _ in range(TRIES):
        left, code = list(LETTERS), ""
        for _ in range(LENGTH):
            code += choose(left)
            left.remove(code[-1])
        if is_clean(code) and not any(_alike(code, other) for other in taken):
            return code
    raise AssertionError("No code is left; there are half a million, and some hundred rooms.")


def is_clean(code: str) -> bool:
    """Say whether a code spells nothing rude."""
    return not any(word in code for word in RUDE)


def read_code(text: str) -> str:
    """Return the code that a person typed: small letters, blanks and dashes are forgiven. Empty where it is none."""
    told = "".join(letter for letter in unicodedata.normalize("NFKC", text[:40]).upper() if letter.isalpha())
    return told if len(told) == LENGTH and set(told) <= set(LETTERS) else ""


def new_secret() -> str:
    """Return the word of a teacher's link, which nobody can guess."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hashed(secret: str) -> str:
    """Return by what the database knows a secret."""
    return sha256(secret.encode()).hexdigest()


def _alike(code: str, other: str) -> bool:
    return sum(one != two for one, two in zip(code, other, strict=True)) < 2 or sorted(code) == sorted(other)
