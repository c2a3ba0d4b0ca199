"""Who may do what: roles from a list of people, or from a claim of their login.

Claims come from the identity token, whose signature the login has checked (OpenID Connect Core 1.0, section 5.1,
https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims). Nothing else raises a role.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any

from explorer.errors import LimitError
from explorer.settings import settings

Claims = Mapping[str, Any]


class Role(IntEnum):
    """What a reader is on this server; each may do what those before it may."""

    READER = 0
    TEACHER = 1
    ADMIN = 2


def is_restricted() -> bool:
    """Say whether only some are teachers. Where nothing says who they are, everybody may do what teachers may."""
    return bool(settings().teachers.strip() or settings().role_claim.strip())


def role_of(claims: Claims) -> Role:
    """Return the role of who logged in with these claims; of who did not, with none."""
    if _is_one_of(claims, settings().admins, settings().admin_values):
        return Role.ADMIN
    if not is_restricted() or _is_one_of(claims, settings().teachers, settings().teacher_values):
        return Role.TEACHER
    return Role.READER


def times_of(role: Role) -> float:
    """Return how many times the limits of other readers a role has; where everybody is a teacher, nobody has more."""
    return settings().teacher_factor if (is_restricted() and role >= Role.TEACHER) or role is Role.ADMIN else 1.0


def check_teacher(role: Role) -> None:
    """Let pass who may do what teachers may.

    Raises:
        LimitError: what to do to be one.
    """
    if role < Role.TEACHER:
        raise LimitError("On this server only teachers open rooms. Log in as one; if you teach and are refused, ask "
                         "whoever runs this server to put you on its list.")


def _is_one_of(claims: Claims, people: str, values: str) -> bool:
    wanted = {value.strip() for value in values.split(",")} - {""}
    return not wanted.isdisjoint(_said(claims)) or not set(people.split()).isdisjoint(_names(claims, people))


def _said(claims: Claims) -> Iterator[str]:
    """Yield the texts of the claim that tells roles; whatever else it holds counts for nothing."""
    told = _claim(claims, settings().role_claim.strip())
    yield from (one for one in (told if isinstance(told, list | tuple) else [told]) if isinstance(one, str))


def _claim(claims: Claims, name: str) -> Any:
    """Return a claim by its name, or by the names on the way to it with dots between them, as Keycloak nests it."""
    if not name:
        return None
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _names(claims: Claims, people: str) -> Iterator[str]:
    """Yield those entries of a list of ``people`` that mean who has these claims.

    An address counts only where the provider says that it has checked it. Two providers may give the same number to
    two people, so a number counts only with its provider.
    """
    issuer, subject, address = (claims.get(name) for name in ("iss", "sub", "email"))
    if isinstance(issuer, str) and isinstance(subject, str) and issuer and subject:
        yield f"{issuer}|{subject}"
    told = claims.get("email_verified")
    checked = told is True or told == "true"  # Some providers write the truth as a text.
    if checked and isinstance(address, str) and address.isascii():  # others have letters that only look like these
        yield from (one for one in people.split() if one.isascii() and one.lower() == address.lower())
