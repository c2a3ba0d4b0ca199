"""What this reader may do, asked anew in every run: a page shows it, and a callback refuses what is not allowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from explorer.accounts import Role, check_teacher, role_of, times_of
from pages.ui.account.session import is_logged_in


def claims() -> Mapping[str, Any]:
    """Return what the login says of this reader, nothing where there is none."""
    return dict(st.user.items()) if is_logged_in() else {}


def role() -> Role:
    """Return the role of this reader."""
    return role_of(claims())


def may(needed: Role = Role.TEACHER) -> bool:
    """Say whether this reader has the role ``needed``, or a higher one."""
    return role() >= needed


def demand_teacher() -> None:
    """Let pass who may do what teachers may.

    Raises:
        LimitError: what to do to be one.
    """
    check_teacher(role())


def times() -> float:
    """Return how many times the limits of other readers this one has."""
    return times_of(role())
