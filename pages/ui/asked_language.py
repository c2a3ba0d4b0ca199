"""Which language a browser asks for, before any page runs: by a link, by what was chosen before, by its own list."""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from pages.ui.text import PSEUDO, SOURCE, languages

PARAMETER = "lang"
COOKIE = "explorer_language"


def wanted(asked: str | None, cookie: str | None, accepted: str | None) -> str:
    """Return the language for a link's parameter, a cookie and the header ``Accept-Language``, whatever they hold."""
    return known(asked) or known(cookie) or next(filter(None, map(known, _by_preference(accepted or ""))), SOURCE)


def of_request(query: str, headers: Mapping[str, str]) -> str:
    """Return the language in which the page that a browser asks for will appear, before Streamlit runs it."""
    try:
        kept = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        kept = None
    asked = parse_qs(query).get(PARAMETER, [None])[-1]
    return wanted(asked, kept.value if kept else None, headers.get("accept-language"))


def known(code: str | None) -> str | None:
    """Return the language of ours that ``code`` means: ``ko`` for ``ko``, ``KO`` and ``ko-KR``; None for any other."""
    code = (code or "").strip().lower().replace("_", "-")
    return next((found for found in (code, code.partition("-")[0]) if found in languages() or found == PSEUDO), None)


def _by_preference(accepted: str) -> list[str]:
    """Return the codes of ``Accept-Language``, what is liked best first (RFC 9110, section 12.5.4)."""
    weighed = []
    for place, part in enumerate(accepted[:200].split(",")):
        code, _, weight = part.partition(";")
        try:
            liking = float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            liking = 0.0
        weighed.append((-liking, place, code.strip()))
    return [code for liking, _, code in sorted(weighed) if liking < 0]
