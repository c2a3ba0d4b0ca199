"""Particles of Korean, which depend on the final sound of the word before them.

A translation cannot know the value that stands before a particle, so it writes both forms: ``{layer}을(를)``.
`finished` puts the right one in their place once the values are filled in.
"""

from __future__ import annotations

import re

_FORMS = {"을(를)": ("을", "를"), "이(가)": ("이", "가"), "은(는)": ("은", "는"), "과(와)": ("과", "와"),
          "(으)로": ("으로", "로"), "(이)나": ("이나", "나"), "(이)라": ("이라", "라"), "(이)며": ("이며", "며"),
          "이에요(예요)": ("이에요", "예요")}
"""Double form -> after a consonant, after a vowel."""
_DOUBLE = re.compile("|".join(re.escape(form) for form in sorted(_FORMS, key=len, reverse=True)))
_ASIDE = re.compile(r"\s*\\?\([^()]*\)$")  # with a backslash where a name was made safe for markdown
_MARKS = " *_`~'\"’”」』〉›»]"
_FIRST, _LAST, _FINALS, _RIEUL = 0xAC00, 0xD7A3, 28, 8
_DIGITS = dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True))
_SIGNS = {"%": "퍼센트", "°": "도", "+": "플러스", "²": "제곱", "³": "세제곱"}
_UNITS = {"px": "픽셀", "ms": "밀리초", "s": "초", "kb": "킬로바이트", "mb": "메가바이트", "gb": "기가바이트",
          "kib": "키비바이트", "mib": "메비바이트", "gib": "기비바이트"}
_LETTERS = {"l": "엘", "m": "엠", "n": "엔", "r": "알"}
"""Names of letters that end in a consonant."""
_ENDINGS = (("ng", "응"), ("le", "을"), ("ne", "은"), ("me", "음"), ("l", "을"), ("m", "음"), ("n", "은"))
_STOPPED = re.compile(r"[aeiou][bpkct]$|[aeiou]ck$|(?<![aeiou])[aeiou]g$")
"""Ends of English words that Korean closes with a consonant: net, map, block, log; not weight, batch or size."""


def finished(text: str) -> str:
    """Return ``text`` with the form of each particle that fits what stands before it."""
    parts, end = [], 0
    for found in _DOUBLE.finditer(text):
        parts.append(text[end:found.start()])
        parts.append(particle("".join(parts), found[0]))
        end = found.end()
    return "".join([*parts, text[end:]]) if parts else text


def particle(before: str, form: str) -> str:
    """Return the one of a double ``form`` that fits after ``before``."""
    after_consonant, after_vowel = _FORMS[form]
    sound = _final(before)
    if sound == _RIEUL and form == "(으)로":
        return after_vowel
    return after_consonant if sound else after_vowel


def _final(before: str) -> int:
    """Return the number of the final consonant with which ``before`` is read; 0: none."""
    word = before.rstrip(_MARKS)
    while word.endswith(")") and (shorter := _ASIDE.sub("", word)) not in {"", word}:
        word = shorter.rstrip(_MARKS)
    read = _read(word)
    return (ord(read) - _FIRST) % _FINALS if read and _FIRST <= ord(read) <= _LAST else 0


def _read(word: str) -> str:
    """Return the syllable that is heard last when ``word`` is read, or "" where nobody knows."""
    last = word[-1:]
    if last in _SIGNS:
        return _SIGNS[last][-1]
    if last == "0":
        return "십" if word[-2:-1].isdigit() or word[-2:-1] == "," else "영"
    if last in _DIGITS:
        return _DIGITS[last]
    found = re.search(r"[A-Za-z]+$", word)
    return _read_latin(found[0]) if found else last


def _read_latin(word: str) -> str:
    if word.lower() in _UNITS:
        return _UNITS[word.lower()][-1]
    if word.isupper() or len(word) == 1:
        return _LETTERS.get(word[-1].lower(), "이")[-1]
    word = word.lower()
    ending = next((sound for end, sound in _ENDINGS if word.endswith(end)), "")
    return ending[-1:] or ("윽" if _STOPPED.search(word) else "이")
