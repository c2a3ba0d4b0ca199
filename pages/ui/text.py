"""Text that readers see: translated by ``_()``, values filled in afterwards.

``_("Layer {name} is empty.").format(name=name)`` for a page's own sentences, ``say(message)`` for those that
``explorer`` raises or returns with template and values apart.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

import streamlit as st

from explorer.errors import Message

LOCALES = Path(__file__).parent / "locales"
LANGUAGES = {"en": "English"}


def _(text: str) -> str:
    """Return ``text`` in the reader's language, or as it is where no translation exists."""
    return _catalogue(language()).gettext(text)


def say(message: Message) -> str:
    """Return a message of the library in the reader's language, with its values filled in."""
    filled = {name: say(value) if isinstance(value, Message) else value for name, value in message.values.items()}
    return _(message.template).format(**filled)


def language() -> str:
    """Return the code of the language this reader chose."""
    return str(st.session_state.get("language", "en"))


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation("explorer", LOCALES, languages=[code], fallback=True)


def count_text(count: int) -> str:
    """Return a count: all digits up to a million, from there in millions (M) or thousands of millions (G)."""
    if count >= 10**9:
        return f"{count / 10**9:,.3f} G"
    return f"{count / 10**6:.2f} M" if count >= 10**6 else f"{count:,}"


def share_text(share: float) -> str:
    """Return a share, 0 to 1, in per cent: ``78.0 %``."""
    return f"{100 * share:.1f} %"
