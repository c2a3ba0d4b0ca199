"""Names of classes: in the order of their numbers, and none that looks like another."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from pathlib import PurePosixPath

LONGEST_CLASS = 80
"""Characters."""


def number_order(name: str) -> tuple[object, ...]:
    """Return what to sort names by: numbers within them count as numbers, so that 2 is before 10."""
    pieces = re.split(r"([0-9]+)", unicodedata.normalize("NFKC", name).casefold())
    ranked = tuple((0, len(bare := piece.lstrip("0")), bare) if place % 2 else (1, 0, piece)
                   for place, piece in enumerate(pieces) if piece)
    return ranked, name


def tidied(name: str) -> str:
    """Return the name of a class as it is shown: without blanks around it or marks that nobody sees within it."""
    seen = "".join(" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", name)
                   if letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cf", "Cs"} or letter in JOINERS)
    return " ".join(seen.split())[:LONGEST_CLASS].strip()


def look(name: str) -> str:
    """Return the same text for names that look alike: by case, blanks, width, or letters of another script."""
    plain = unicodedata.normalize("NFKC", name.replace("_", " ")).casefold()
    seen = "".join(letter for letter in plain if unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}
                   or letter.isspace())
    return " ".join(seen.translate(TWINS).split())


JOINERS = "\u200c\u200d"
"""Letters without a width that Persian and Indic names need."""
# Small letters, Cyrillic and Greek, that look like a Latin one themselves or as capitals (Unicode, confusables.txt).
TWINS = str.maketrans({"а": "a", "в": "b", "с": "c", "е": "e", "н": "h", "і": "i", "ј": "j", "к": "k", "м": "m",
                       "о": "o", "р": "p", "ѕ": "s", "т": "t", "х": "x", "у": "y", "α": "a", "β": "b", "ε": "e",
                       "η": "h", "ι": "i", "κ": "k", "μ": "m", "ν": "n", "ο": "o", "ρ": "p", "τ": "t", "χ": "x"})


def labels(counts: Mapping[str, int], chosen: Mapping[str, str]) -> dict[str, str]:
    """Return what each class as it is read is called in the end; empty where it is left out.

    Classes whose names look alike become one, under the name that most pictures have.

    Args:
        counts: classes as they are read, and how many pictures each has.
        chosen: classes as they are read, and what a reader wants them to be called.
    """
    wanted = {name: tidied(chosen.get(name, name)) for name in counts}
    alike: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, want in wanted.items():
        alike[look(want)][want] += counts[name]
    best = {key: min(some, key=lambda want: (-some[want], number_order(want))) for key, some in alike.items()}
    return {name: best[look(want)] for name, want in wanted.items()}


CAMERAS = {"img", "dsc", "dscn", "dscf", "pxl", "vid", "mvi", "gopr", "image", "images", "photo", "photos", "pic",
           "picture", "pictures", "frame", "scan", "screenshot", "snapshot", "bild", "foto", "whatsapp image", "p"}
"""What cameras and programs call pictures, which says nothing of what is on them."""


def class_in(file: str) -> str:
    """Return the part of a file's name before its last number, ``cat`` of ``cat.0.jpg`` or ``dog_12.png``; or none."""
    found = re.match(r"(.*[^0-9])[0-9]+[^0-9]*$", PurePosixPath(file).stem)
    name = found.group(1).rstrip(" ._-#([") if found else ""
    return "" if name.casefold() in CAMERAS else name
