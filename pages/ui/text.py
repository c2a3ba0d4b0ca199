"""Text that readers see: translated by ``_()``, values filled in afterwards.

``_("Layer {name} is empty.").format(name=name)`` for a page's own sentences, ``say(message)`` for those that
``explorer`` raises or returns with template and values apart. Translations lie in ``pages/locales``; a language is
there as soon as its compiled catalogue is. Besides there is `PSEUDO`, English that shows where a text went past ``_()``
and what becomes of the page where words are 40 % longer.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from explorer.errors import N_, Message
from pages.ui import korean

LOCALES = Path(__file__).parents[1] / "locales"
DOMAIN = "explorer"
SOURCE = "en"
PSEUDO = "x-long"
"""``?lang=x-long``: each text between ‹ and ›, longer by 40 %, and each value that is a text between « and »."""
OWN_NAME = N_("English")
"""Translated by the name of the language, in that language."""
LONGER = 0.4

_SPOKEN: ContextVar[str] = ContextVar("spoken", default="")


def _(text: str) -> str:
    """Return ``text`` in the reader's language, or as it is where no translation exists."""
    return translated(text, language())


def say(message: Message) -> str:
    """Return a message of the library in the reader's language, with its values filled in."""
    filled = {name: say(value) if isinstance(value, Message) else value for name, value in message.values.items()}
    return _(message.template).format(**filled)


def language() -> str:
    """Return the code of this reader's language; ``pages/ui/language.py`` settles which it is."""
    return _SPOKEN.get() or str(st.session_state.get("language", SOURCE))


@contextmanager
def spoken_in(code: object) -> Iterator[None]:
    """Speak a language where no page runs; English, where ``code`` is none that there is."""
    before = _SPOKEN.set(code if isinstance(code, str) and code in (*languages(), PSEUDO) else SOURCE)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def translated(text: str, code: str) -> str:
    """Return ``text`` in the language ``code``; its ``format`` fills in values as that language asks for."""
    if code == SOURCE or not text:
        return text
    said = _catalogue(code).gettext(text)
    return _KINDS[code](said) if code in _KINDS else said


@cache
def languages() -> dict[str, str]:
    """Return the code and the own name of each language in which all can be read."""
    found = sorted(file.parents[1].name for file in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return {code: _catalogue(code).gettext(OWN_NAME) for code in (SOURCE, *found)}


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALES, languages=[code], fallback=True)


class _Korean(str):
    """A text whose particles fit the values that are filled in."""

    __slots__ = ()

    def format(self, *args: Any, **values: Any) -> str:
        """Return the text with its values and the particles that fit them."""
        return korean.finished(super().format(*args, **values))


class _Pseudo(str):
    """A text that shows where it begins and ends, and which of its values were texts before."""

    __slots__ = ()

    def __new__(cls, text: str) -> _Pseudo:
        """Return ``text`` between its marks, longer than it was."""
        words, length = [], int(len(text) * LONGER)
        while length > 0:
            words.append("lorem"[:length])
            length -= 6
        return super().__new__(cls, "‹" + " ".join([text, *words]) + "›")

    def format(self, *args: Any, **values: Any) -> str:
        """Return the text with its values; a text that was not translated stands between marks of its own."""
        return super().format(*map(_marked, args), **{name: _marked(value) for name, value in values.items()})


def _marked(value: Any) -> Any:
    if isinstance(value, str) and "‹" not in value and any(letter.isalpha() for letter in value):
        return f"«{value}»"
    return value


_KINDS: dict[str, Callable[[str], str]] = {"ko": _Korean, PSEUDO: _Pseudo}


def formula(line: str | Message) -> str:
    """Return a line of LaTeX as markdown, its words in the reader's language."""
    return rf"$\small\displaystyle {say(line) if isinstance(line, Message) else line}$"


def count_text(count: int) -> str:
    """Return a count: all digits up to a million, from there in millions (M) or thousands of millions (G)."""
    if count >= 10**9:
        return f"{count / 10**9:,.3f} G"
    return f"{count / 10**6:.2f} M" if count >= 10**6 else f"{count:,}"


def share_text(share: float) -> str:
    """Return a share, 0 to 1, in per cent: ``78.0 %``."""
    return f"{100 * share:.1f} %"
