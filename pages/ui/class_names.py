"""Names of classes: those of ImageNet and of the built-in data sets in the reader's language, with English beside.

They have a catalogue of their own, ``classes.po``, which is opened only for readers of another language. English stays
beside each name, since papers and code use it, and a search in a list of classes finds either.
"""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from functools import cache, lru_cache

from pages.ui.text import LOCALES, PSEUDO, SOURCE, language, translated

DOMAIN = "classes"


def class_text(name: str) -> str:
    """Return what a reader calls a class: ``금붕어 (goldfish)``; one that nobody translated keeps its name."""
    return _both(name, language())


def class_word(name: str) -> str:
    """Return the same without English, for narrow places and the middle of sentences: ``금붕어``."""
    return _word(name, language())


def class_texts(names: Sequence[str]) -> tuple[str, ...]:
    """Return what a reader calls the classes of one network or data set.

    Names that readers gave to classes of their own stay as they are: where one name is not known, all of them stay.
    """
    return _all(tuple(names), language())


@lru_cache(maxsize=32)
def _all(names: tuple[str, ...], code: str) -> tuple[str, ...]:
    told = tuple(_both(name, code) for name in names)
    return told if all(text != name for text, name in zip(told, names, strict=True)) else names


def _both(name: str, code: str) -> str:
    said = _word(name, code)
    return said if said == name or code == PSEUDO else f"{said} ({name})"


def _word(name: str, code: str) -> str:
    if code in (SOURCE, PSEUDO):
        return translated(name, code)
    return _catalogue(code).gettext(name) if name else name


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALES, languages=[code], fallback=True)
