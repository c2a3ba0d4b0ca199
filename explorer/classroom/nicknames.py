"""Nicknames: short, readable, one of each in a room, and nothing that a class would giggle at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from explorer.errors import RoomError
from explorer.settings import settings

RUDE = frozenset({
    "fuck", "fucker", "fucking", "shit", "cunt", "bitch", "dick", "cock", "pussy", "penis", "vagina", "porn", "nazi",
    "hitler", "nigger", "nigga", "faggot", "whore", "slut", "wanker", "asshole", "arsehole", "bastard", "rape", "sex",
    "씨발", "시발", "씨팔", "개새끼", "새끼", "병신", "지랄", "좆", "보지", "자지", "창녀", "엿먹어", "미친놈",
    "미친년", "꺼져"})
READ_AS = str.maketrans("013457@$!", "oieastasi")
"""Digits and signs that stand for letters."""
JOINED = re.compile(r"[^\W\d_]+")
MARKS = 2
"""Most accents on one letter."""


def checked_nickname(text: str, taken: Collection[str] = ()) -> str:
    """Return a nickname as it will be shown.

    Args:
        taken: those of the room, as `folded` returns them.

    Raises:
        RoomError: it is empty, too long, unreadable, rude, or somebody else's in this room.
    """
    most = settings().room_nickname
    told = " ".join(unicodedata.normalize("NFKC", text[:8 * most]).split())
    if not any(letter.isalnum() for letter in told):
        raise RoomError("Choose a nickname with at least one letter or digit.", why="nickname")
    if len(told) > most:
        raise RoomError("This nickname has {length} characters; {most} are allowed.", why="nickname",
                        length=len(told), most=most)
    if _unreadable(told):
        raise RoomError("This nickname holds signs that cannot be seen or read. Use letters, digits and blanks.",
                        why="nickname")
    if is_rude(told):
        raise RoomError("Choose another nickname: everybody in the room will read it.", why="nickname")
    if folded(told) in taken:
        raise RoomError("Somebody in this room is called {nickname} already. {other} is free.", why="nickname",
                        nickname=told, other=_other(told, taken, most))
    return told


def folded(nickname: str) -> str:
    """Return a nickname as it is compared with others."""
    return unicodedata.normalize("NFKC", nickname).casefold().replace(" ", "")


def is_rude(nickname: str) -> bool:
    """Say whether a word in it, spelled with digits or not, or all of it together, is rude."""
    told = folded(nickname)
    words = JOINED.findall(nickname.casefold()) + JOINED.findall(nickname.casefold().translate(READ_AS))
    whole = "".join(JOINED.findall(told)), "".join(JOINED.findall(told.translate(READ_AS)))
    return not RUDE.isdisjoint((*words, *whole))


def _unreadable(told: str) -> bool:
    """Say whether it holds signs that are not seen, such as those that turn writing around, or towers of accents."""
    kinds = [unicodedata.category(letter) for letter in told]
    towers = "".join("M" if kind.startswith("M") else "-" for kind in kinds)
    return any(kind in {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"} for kind in kinds) or "M" * (MARKS + 1) in towers


def _other(told: str, taken: Collection[str], most: int) -> str:
    for number in range(2, len(taken) + 3):
        other = f"{told[:most - len(str(number)) - 1].rstrip()} {number}"
        if folded(other) not in taken:
            return other
    raise AssertionError("One of them is free.")
