"""What a hand-in is, read from its address: a stack, a filter, a unit, a training, or another page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl

from explorer import classroom, graph
from explorer.classroom import BoardRow, HandedIn, HandedStack
from explorer.errors import ExplorerError
from explorer.graph import Report

HandedKind = Literal["stack", "filter", "unit", "training", "page"]
JOB, STACK = "job/", "stack/"
DIGITS = "digits"
FIRST_INPUT = "1x28x28"
"""Of a stack whose link does not say: that of the network with which *Build a stack* opens."""


@dataclass(frozen=True, slots=True)
class HandedThing:
    """A hand-in, read.

    Attributes:
        stack: name under which the stack is opened and trained, ``stack/...``; empty: it is none.
        job: name of the training; empty: it is none.
    """

    handed: HandedIn
    kind: HandedKind
    page: str
    link: dict[str, str] = field(default_factory=dict, compare=False)
    stack: str = ""
    job: str = ""


def read(handed: HandedIn) -> HandedThing:
    """Return what was handed in; whatever cannot be read is a page."""
    page, _mark, query = handed.address.partition("?")
    link = dict(parse_qsl(query, keep_blank_values=True))
    network = link.get("network", "")
    if page == "build_stack" and "stack" in link:
        return HandedThing(handed, "stack", page, link, f"{STACK}{link.get('input', FIRST_INPUT)}/{link['stack']}")
    if page == "classic_filters" and link.get("view", "filters") == "filters":
        return HandedThing(handed, "filter", page, link)
    if page == "feature_maps" and network and "channel" in link:
        return HandedThing(handed, "unit", page, link, job=network.removeprefix(JOB) if network.startswith(JOB) else "")
    if page == "jobs" and link.get("job"):
        return HandedThing(handed, "training", page, link, job=link["job"])
    if network.startswith(JOB):
        return HandedThing(handed, "training", page, link, job=network.removeprefix(JOB))
    if network.startswith(STACK):
        return HandedThing(handed, "stack", page, link, network)
    return HandedThing(handed, "page", page, link)


def report_of(stack: str) -> Report | None:
    """Return what follows from a stack by its name; None: it cannot be read."""
    shape, _slash, text = stack.removeprefix(STACK).partition("/")
    try:
        found, _problems = graph.read_text(text)
        return graph.analyse(found, graph.shape_from_text(shape), partial=True)
    except ExplorerError:
        return None


def stacks_of(things: Iterable[HandedThing], trainings: Sequence[BoardRow]) -> list[HandedStack]:
    """Return the stacks among hand-ins, each with what came of its student's trainings of it on digits.

    A training that was handed in counts as the stack that it began with.

    Args:
        things: what was handed in.
        trainings: those of the class.
    """
    found = []
    for thing in things:
        name = thing.stack or next((str(row.job.plan.get("network", "")) for row in trainings
                                    if row.job.id == thing.job), "")
        if not name.startswith(STACK):
            continue
        report = report_of(name)
        own = [row for row in trainings if row.nickname == thing.handed.nickname and row.data == DIGITS
               and row.job.plan.get("network") == name]
        fits = report is not None and report.error is None
        found.append(HandedStack(
            number=thing.handed.number, nickname=thing.handed.nickname,
            params=report.params if report is not None and fits else None,
            field=classroom.field_of(report) if report is not None and fits else 0,
            accuracy=classroom.best_accuracy([row.tested for row in own]),
            waits=any(row.job.state in ("queued", "running") for row in own)))
    return found
