"""What many readers at once need, as arithmetic: processes, memory, cores, connections, workers, bandwidth.

Each figure is either measured (on two cores, see `Figures`) or allowed for, and each line says what it is made of, so
that whoever measures better can put better figures in. ``README.md`` beside this file shows what comes out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from explorer.hosting.queue_simulation import LONG_S, LONG_SHARE, SHORT_S
from explorer.runtime import size_text

HOUR_S = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one reader does and costs. Measured ones say where; *allowed* ones are guesses on the safe side."""

    think_s: float = 10.0
    """Between two events of a reader who is at work, s (allowed)."""
    stay_s: float = 60.0
    """On one page, s (allowed)."""
    event_s: float = 0.032
    """Of one thread of Python per event, s: median of forty readers on *Build a stack*; part of it is waiting."""
    opening_s: float = 0.071
    """The same for opening a page."""
    network_share: float = 0.3
    """Of events, those that run a network (allowed: a third of the pages do)."""
    network_s: float = 0.118
    """Of one core for that, s: VGG-16 at 224 px; kernels of torch leave Python's thread free."""
    busy: float = 0.5
    """Share of a thread that is used at most: then few wait for more than one other (allowed)."""
    process_bytes: float = 250e6
    """Of one process of the app before torch is loaded."""
    torch_bytes: float = 450e6
    """More with torch, one pretrained network and its maps (allowed)."""
    reader_bytes: float = 2e6
    """Of one reader's session in the process (allowed)."""
    process_connections: int = 15
    """Of one process after a busy moment: five pools that keep 2 each (jobs, rooms, short links, what processes tell
    one another, health), and DBOS's of 5."""
    worker_connections: int = 22
    """Of one worker at most: DBOS's pool of 20, and 2 for its lease."""
    jobs_per_hour: float = 1.0
    """Trainings of one reader (allowed: one in a lesson)."""
    worker_busy: float = 0.7
    """Share of the time that workers run jobs at most; nearer to 1 the queue grows without end (allowed)."""
    gpu_factor: float = 8.0
    """How much faster a GPU trains than two cores (allowed)."""
    first_bytes: float = 4e6
    """What a browser loads at its first visit, and keeps (allowed)."""
    first_within_s: float = 300.0
    """All readers of a class come within this time, s (allowed)."""
    event_bytes: float = 20e3
    """Sent for an event, bytes (allowed)."""


USUAL = Figures()


def python_cores(readers: int, figures: Figures = USUAL) -> float:
    """Return how many threads of Python are busy: each process has one that runs at a time."""
    return readers * (figures.event_s / figures.think_s + figures.opening_s / figures.stay_s)


def network_cores(readers: int, figures: Figures = USUAL) -> float:
    """Return how many cores run networks for pages."""
    return readers * figures.network_share * figures.network_s / figures.think_s


def processes(readers: int, figures: Figures = USUAL) -> int:
    """Return how many processes of the app are needed."""
    return max(1, ceil(python_cores(readers, figures) / figures.busy))


def readers_per_process(figures: Figures = USUAL) -> int:
    """Return how many readers one process has room for."""
    return int(figures.busy / python_cores(1, figures))


def memory(readers: int, figures: Figures = USUAL) -> float:
    """Return the memory of all processes of the app, bytes."""
    each = figures.process_bytes + figures.torch_bytes
    return processes(readers, figures) * each + readers * figures.reader_bytes


def job_s() -> float:
    """Return how long a training of a lesson takes on two cores, the mean, s."""
    short, long = sum(SHORT_S) / 2, sum(LONG_S) / 2
    return (1 - LONG_SHARE) * short + LONG_SHARE * long


def workers(readers: int, figures: Figures = USUAL, *, factor: float = 1.0) -> int:
    """Return how many workers are needed; ``factor``: how much faster than two cores each is."""
    offered = readers * figures.jobs_per_hour * job_s() / factor / HOUR_S
    return max(1, ceil(offered / figures.worker_busy))


def connections(readers: int, figures: Figures = USUAL) -> int:
    """Return how many connections PostgreSQL holds after a busy moment, with workers that have GPUs."""
    return (processes(readers, figures) * figures.process_connections
            + workers(readers, figures, factor=figures.gpu_factor) * figures.worker_connections)


def bandwidth(readers: int, figures: Figures = USUAL) -> tuple[float, float]:
    """Return bytes a second while a class comes in, and while it works."""
    return (readers * figures.first_bytes / figures.first_within_s, readers * figures.event_bytes / figures.think_s)


def needs(readers: int, figures: Figures = USUAL) -> Mapping[str, str]:
    """Return what so many readers at once need: name of a line -> what to say in it."""
    cores = python_cores(readers, figures) + network_cores(readers, figures)
    coming, working = bandwidth(readers, figures)
    return {
        "readers of one process": f"{readers_per_process(figures)}",
        "processes": f"{processes(readers, figures)}",
        "busy cores, pages and networks": f"{cores:.1f}",
        "memory of the app": size_text(memory(readers, figures)),
        "database connections": f"{connections(readers, figures)}",
        "workers of two cores": f"{workers(readers, figures)}",
        "workers with a GPU": f"{workers(readers, figures, factor=figures.gpu_factor)}",
        "sent while all come in, per second": size_text(coming),
        "sent while all work, per second": size_text(working),
    }
