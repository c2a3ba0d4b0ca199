"""Letters in pictures that readers keep: Pillow's own, which know no Hangul, or a Korean font of this machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from PIL import ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

FONTS = (("NotoSansCJK-Regular.ttc", 1), ("NotoSansKR-Regular.otf", 0), ("NotoSansKR-Regular.ttf", 0),
         ("NotoSansKR[wght].ttf", 0), ("NanumGothic.ttf", 0), ("malgun.ttf", 0), ("AppleSDGothicNeo.ttc", 0),
         ("AppleGothic.ttf", 0), ("UnDotum.ttf", 0))
"""Files with Hangul as Linux, Windows and macOS bring them, and the place of the face in each. Pillow looks for them
where each system keeps its fonts."""
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_LACKING = {"×": "x", "−": "-", "…": "..."}
"""Signs that Pillow's own letters lack, and what stands for them."""


def font_of(text: str, size: int) -> Font:
    """Return letters for ``text``, ``size`` px high: a Korean font where it has Hangul and there is one."""
    if _HANGUL.search(text) and (found := _korean()):
        return ImageFont.truetype(found[0], size, index=found[1])
    return ImageFont.load_default(size)


def drawable(text: str) -> str:
    """Return ``text`` as the letters of `font_of` can draw it."""
    if _HANGUL.search(text):
        return text
    for sign, instead in _LACKING.items():
        text = text.replace(sign, instead)
    return text


def can_draw(text: str) -> bool:
    """Return whether this machine has letters for ``text``; without a Korean font, Hangul would be boxes."""
    return not _HANGUL.search(text) or _korean() is not None


def lines_of(text: str, font: Font, width: float) -> list[str]:
    """Return ``text`` in lines of at most ``width`` px, broken between words where they fit."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines += _pieces(word, font.getlength, width)
    return lines


def _pieces(word: str, length: Callable[[str], float], width: float) -> list[str]:
    """Return a word in as many pieces as it needs; each has a letter at least."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and length(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


@cache
def _korean() -> tuple[str, int] | None:
    """Return file and face of the first Korean font that this machine has, or None."""
    for name, face in FONTS:
        try:
            ImageFont.truetype(name, 12, index=face)
        except OSError:
            continue
        return name, face
    return None
