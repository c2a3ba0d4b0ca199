"""Read what people write as an answer: numbers with thousands or a fraction, shapes in many dresses."""

from __future__ import annotations

import re
from fractions import Fraction

from explorer.errors import ExplorerError

LONGEST = 200
"""Characters of an answer that are read."""
_SPACES = re.compile("[\u00a0\u2009\u202f\\s]+")
_NUMBER = re.compile(r"""
    (?P<sign>[-+]?)
    (?P<whole>[1-9]\d{0,2}(?:[, '_]\d{3})+|\d*)   # 1,024 or 1 024 or 1024
    (?P<rest>[.,]\d+)?
    (?:e(?P<power>[-+]?\d{1,2}))?
    \s*(?P<times>[kKMG](?![^\W\d_]))?
    """, re.VERBOSE)
_WORDS = re.compile(r"[^\W\d_][^\d/]*\.?$|[²³]$")
MOST_DECIMALS = 6
TIMES = {"": 0, "k": 3, "K": 3, "M": 6, "G": 9}


class AnswerError(ExplorerError):
    """An answer cannot be read."""


def read_number(text: str) -> Fraction:
    """Return the number that an answer says, exactly as written: ``1,024``, ``3/4``, ``75 %``, ``1.5M``, ``31 px``.

    A comma before other than three digits is a decimal comma, and so is one behind a single 0.

    Raises:
        AnswerError: there is no number, or more than one.
    """
    told = _tidy(text)
    over, slash, under = told.partition("/")
    share = told.endswith("%")
    if slash:
        below = _one(under.rstrip("% "), text)
        if below == 0:
            raise AnswerError("{text!r} divides by 0.", text=text[:20])
        value = _one(over, text) / below
    else:
        value = _one(told.rstrip("% "), text)
    return value / 100 if share else value


def decimals_asked(text: str, *, endless: int = 3) -> int:
    """Return how many decimals are asked for by a right answer: as many as it has, and as it is written with.

    Args:
        endless: decimals where it has no end, as 1/3, or more than 6.

    Raises:
        AnswerError: there is no number, or more than one.
    """
    value = read_number(text)
    written = re.fullmatch(r"[-+−]?\d+\.(\d+)", text.strip())
    exact = next((digits for digits in range(MOST_DECIMALS + 1) if (value * 10**digits).denominator == 1), endless)
    return max(exact, len(written[1]) if written else 0)


def read_shape(text: str) -> tuple[int, ...]:
    """Return the sides that an answer says: ``32x32x10``, ``(10, 32, 32)``, ``10 * 32 * 32``, ``10 32 32``.

    Raises:
        AnswerError: there are no whole numbers above 0 in it, or something else.
    """
    told = _tidy(text).strip("()[]{} ")
    parts = re.split(r"\s*[x×*·X]\s*", told)
    if len(parts) == 1:
        parts = re.split(r"\s*[,;]\s*|\s+", told)
    whole = [re.sub(r"[, '_](?=\d{3}\b)", "", part) for part in parts if part]
    if not whole or len(whole) > 6 or not all(re.fullmatch(r"\d{1,12}", part) for part in whole):
        raise AnswerError("{text!r} is not a shape. Write it like 10 x 32 x 32.", text=text[:20])
    return tuple(map(int, whole))


def _tidy(text: str) -> str:
    if len(text) > LONGEST:
        raise AnswerError("The answer is longer than {most} characters.", most=LONGEST)
    return _SPACES.sub(" ", text.replace("−", "-").replace("–", "-")).strip().lstrip("≈~= ")


def _one(told: str, text: str) -> Fraction:
    """Return the one number of a part of an answer; words behind it are its unit."""
    told = told.strip()
    found = _NUMBER.match(told)
    unread = told[found.end():].strip() if found else told
    if found is None or not (found["whole"] or found["rest"]) or (unread and not _WORDS.fullmatch(unread)):
        raise AnswerError("{text!r} is not a number. Write it like 1,024 or 0.25 or 3/4.", text=text[:20])
    whole, rest = found["whole"], found["rest"] or ""
    if rest.startswith(",") and len(rest) == 4 and whole.lstrip("0"):  # 1,024 has the thousands' comma
        whole, rest = whole + rest[1:], ""
    digits = re.sub(r"[, '_]", "", whole) or "0"
    value = Fraction(f"{found['sign']}{digits}{rest.replace(',', '.')}")
    return value * Fraction(10) ** (int(found["power"] or 0) + TIMES[found["times"] or ""])
