"""A tab of *Where is it?*: what each tells the page. A tab's file ends with its ``TAB``, and ``page.py`` lists it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the page.

    Attributes:
        view: its name in links; one of `pages.where_is_it.state.VIEWS`.
        title: English; shown through ``_()``.
        says: the one sentence on what to do and to look at; English.
        show: shows it; only the open tab runs.
    """

    view: str
    title: str
    says: str
    show: Callable[[], None]
