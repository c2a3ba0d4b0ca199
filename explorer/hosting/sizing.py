"""The commands ``queue`` and ``capacity``: what they take on the command line, and the tables that they print."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from statistics import median

from explorer.hosting.capacity import needs
from explorer.hosting.queue_simulation import BETWEEN_S, MINUTE_S, Served, classes, served

CLASS, HOURS, SEED = 40, 8, 0
HEAD = "| workers | busy | short: median | p95 | longest | long: median | p95 | longest | refused |"


def queue_command(rest: Sequence[str]) -> int:
    """Print how long the jobs of classes wait; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m explorer.hosting queue", description=(
        "Simulate a day of classes, one each hour, and print how long their trainings wait, in minutes: short ones "
        "(16 to 40 s on two cores) and long ones (5 to 10 minutes, of one student in five)."))
    parser.add_argument("--class", type=_whole, default=CLASS, dest="size", metavar="N", help="students of a class")
    parser.add_argument("--workers", type=_whole, nargs="+", default=[1, 2, 3, 4], metavar="N", help="jobs at once")
    parser.add_argument("--hours", type=_whole, default=HOURS, metavar="N", help="how many classes")
    parser.add_argument("--jobs", type=_whole, default=1, metavar="N", help="trainings of each student")
    parser.add_argument("--minutes", type=_whole, default=15, metavar="N", help="within how many all are submitted")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(rest)
    print(queue_table(options.workers, options.size, options.hours, jobs=options.jobs, minutes=options.minutes,
                      seed=options.seed))
    return 0


def capacity_command(rest: Sequence[str]) -> int:
    """Print what so many readers at once need; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m explorer.hosting capacity", description=(
        "Print what so many readers at once need. explorer/hosting/README.md says what goes into it."))
    parser.add_argument("readers", type=_whole, nargs="+", metavar="READERS")
    print(capacity_table(parser.parse_args(rest).readers))
    return 0


def queue_table(workers: Sequence[int], size: int = CLASS, hours: int = HOURS, *, jobs: int = 1, minutes: float = 15,
                seed: int = SEED) -> str:
    """Return a table of waiting times in Markdown, one row for each number of workers; the same seed, the same table.

    Args:
        size, hours, jobs, minutes, seed: as for `classes`.
    """
    arrivals = classes(size, hours, jobs=jobs, minutes=minutes, seed=seed)
    return "\n".join([HEAD, "|" + 9 * "---|", *(_row(slots, served(arrivals, slots)) for slots in workers)])


def capacity_table(readers: Sequence[int]) -> str:
    """Return what so many readers need as a table in Markdown, one column for each number."""
    columns = [needs(count) for count in readers]
    head = ["readers at once", *(f"{count:,}" for count in readers)]
    rows = [[name, *(column[name] for column in columns)] for name in columns[0]]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---", *("---:" for _ in readers)], *rows])


def _row(slots: int, found: Sequence[Served]) -> str:
    done = [(one.arrival.seconds, one.wait, one.arrival.at) for one in found if one.wait is not None]
    short = sorted(wait for seconds, wait, _ in done if seconds < BETWEEN_S)
    long = sorted(wait for seconds, wait, _ in done if seconds >= BETWEEN_S)
    end = max((at + wait + seconds for seconds, wait, at in done), default=1.0)
    busy = sum(seconds for seconds, _, _ in done) / end / slots
    cells = [str(slots), f"{busy:.0%}", *_spread(short), *_spread(long), str(len(found) - len(done))]
    return f"| {' | '.join(cells)} |"


def _spread(waits: Sequence[float]) -> list[str]:
    """Return median, 95th percentile and longest of sorted waits, minutes."""
    if not waits:
        return 3 * ["-"]
    found = (median(waits), waits[min(len(waits) - 1, int(0.95 * len(waits)))], waits[-1])
    return [f"{wait / MINUTE_S:.1f}" for wait in found]


def _whole(text: str) -> int:
    """Return a whole number above 0, as argparse wants it."""
    number = int(text)
    if not 0 < number <= 10**6:
        raise argparse.ArgumentTypeError(f"{text} is not from 1 to 1,000,000")
    return number
