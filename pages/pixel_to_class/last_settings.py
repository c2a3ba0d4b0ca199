"""What a reader has set on *The last step*: a channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pages.ui.state.fields import Field, Whole

NO_CHANNEL = -1
MOST_CHANNELS = 99_999


@dataclass(frozen=True, kw_only=True)
class LastSettings:
    """What is looked at in the last sum.

    Attributes:
        payer: channel whose map and best patches are shown; -1: all of them together.
    """

    payer: int = NO_CHANNEL


FIELDS: Mapping[str, Field] = {"payer": Whole(NO_CHANNEL, MOST_CHANNELS)}
