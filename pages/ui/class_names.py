"""Names of classes: those of ImageNet and of the built-in data sets in the reader's language, with English beside.

They have a catalogue of their own, ``classes.po``, which is opened only for readers of another language. English stays
beside each name, since papers and code use it, and a search in a list of classes finds either.
"""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from functools import cache

from pages.ui.text import LOCALES, PSEUDO, SOURCE, language, translated

DOMAIN = "classes"


def class_text(name: str) -> str:
    """Return what a reader calls a class: ``금붕어 (goldfish)``; one that nobody translated keeps its name."""
    code = language()
    if code in (SOURCE, PSEUDO):
        return translated(name, code)
    said = _catalogue(code).gettext(name) if name else name
    return name if said == name else f"{said} ({name})"


def class_word(name: str) -> str:
    """Return the same without English, for narrow places and the middle of sentences: ``금붕어``."""
    code = language()
    if code in (SOURCE, PSEUDO):
        return translated(name, code)
    return _catalogue(code).gettext(name) if name else name


def class_texts(names: Sequence[str]) -> list[str]:
    """Return what a reader calls the classes of one network or data set.

    Names that readers gave to classes of their own stay as they are: where one name is not known, all of them stay.
    """
    told = [class_text(name) for name in names]
    return told if all(text != name for text, name in zip(told, names, strict=True)) else [*names]


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALES, languages=[code], fallback=True)
