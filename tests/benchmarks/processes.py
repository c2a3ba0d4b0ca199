"""What running servers take: memory and processor time of a process and of those it started. Linux only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PAGE = os.sysconf("SC_PAGE_SIZE")


def server(url: str) -> int:
    """Return the number of the process behind an address."""
    port = url.rpartition(":")[2].partition("/")[0]
    return next((number for number in numbers() if f"--server.port\0{port}\0" in read(number, "cmdline")),
                0) or pytest.fail(f"no server at {url}")


def numbers() -> list[int]:
    """Return the numbers of all processes."""
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def read(number: int, name: str) -> str:
    """Return what the system tells of a process; nothing: it has ended."""
    try:
        return Path(f"/proc/{number}/{name}").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def family(root: int) -> list[int]:
    """Return a process and all that it started, and those that they did."""
    parents = {number: read(number, "stat").rpartition(")")[2].split() for number in numbers()}
    found = [root]
    for one in found:
        found += [number for number, told in parents.items() if told and int(told[1]) == one]
    return found


def resident(number: int) -> int:
    """Return the memory of a process, bytes."""
    return PAGE * int((read(number, "statm") or "0 0").split()[1])


def cpu_s(number: int) -> float:
    """Return what a process has computed since it began, threads that have ended included, s, to 0.01 s."""
    told = read(number, "stat").rpartition(")")[2].split()
    return sum(map(int, told[11:13])) / os.sysconf("SC_CLK_TCK") if told else 0.0


def log(number: int) -> str:
    """Return what a process has said so far, where that goes into a file."""
    file = Path(f"/proc/{number}/fd/1").resolve()
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""


def environment(number: int) -> dict[str, str]:
    """Return the environment that a process was started with."""
    return dict(entry.partition("=")[::2] for entry in read(number, "environ").split("\0") if entry)


def at_work(module: str, data: Path) -> list[int]:
    """Return the processes that were started as ``python -m module`` with a data folder."""
    return [number for number in numbers() if f"\0-m\0{module}\0" in read(number, "cmdline")
            and environment(number).get("EXPLORER_DATA") == str(data)]
