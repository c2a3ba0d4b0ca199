"""Which job a reader looks at on *Jobs*, and which others it is compared with.

The link holds ``job`` and ``with``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from explorer.errors import Message, message
from pages.ui.state.page_state import Codec, PageState

MOST_COMPARED = 5


@dataclass(frozen=True, slots=True)
class JobChoice:
    """A job, others to compare it with, and the cell of its confusion matrix whose pictures are shown."""

    job: str = ""
    others: tuple[str, ...] = ()
    cell: tuple[int, int] | None = None


class JobCodec(Codec[JobChoice]):
    """How that stands in a link."""

    names = ("job", "with")

    def read(self, link: Mapping[str, str], first: JobChoice) -> tuple[JobChoice, tuple[Message, ...]]:
        """Return the jobs of a link; whether they are this reader's is found out by `fitting`."""
        others = tuple(dict.fromkeys(filter(None, link.get("with", "").split(","))))
        return replace(first, job=link.get("job", ""), others=others[:MOST_COMPARED]), ()

    def write(self, value: JobChoice) -> dict[str, str]:
        """Return the link of a choice."""
        return {name: text for name, text in (("job", value.job), ("with", ",".join(value.others))) if text}

    def changed(self, before: JobChoice, fields: Mapping[str, Any]) -> JobChoice:
        """Return another choice; another job has another confusion matrix."""
        same = fields.get("job", before.job) == before.job
        return replace(before, **(fields if same else {"cell": None, "others": ()} | dict(fields)))


def fitting(chosen: JobChoice, mine: Sequence[str]) -> tuple[JobChoice, tuple[Message, ...]]:
    """Return a choice among the jobs called ``mine``: the first of them where it names another, and says so."""
    problems: tuple[Message, ...] = ()
    if chosen.job not in mine:
        problems = (message("The job of this link was deleted, or was trained in another browser and opens only "
                            "there."),) if chosen.job else ()
        chosen = JobChoice(mine[0] if mine else "")
    others = tuple(name for name in chosen.others if name in mine and name != chosen.job)
    return replace(chosen, others=others), problems


state = PageState("jo", JobCodec())
