"""Which device runs networks, and what it is called."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import torch

from explorer.errors import Message, NetworkError, message
from explorer.settings import settings

_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def choose_device(name: str | None = None) -> torch.device:
    """Return the device called ``name`` (default: ``EXPLORER_DEVICE``); ``auto`` is CUDA, then MPS, then CPU.

    Raises:
        NetworkError: this machine has no such device.
    """
    name = name or settings().device
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    try:
        device = torch.device(name)
    except RuntimeError:
        device = torch.device("meta")
    if device.type not in (known := _devices()) or (device.index or 0) >= known[device.type]:
        raise NetworkError("EXPLORER_DEVICE is {name!r}, which this machine does not have. Set it to one of {known}, "
                           "or to auto.", name=name,
                           known=", ".join(f"{kind}:{i}" for kind, count in known.items() for i in range(count)))
    return torch.device(device.type) if device.type == "cpu" else torch.device(device.type, device.index or 0)


@cache
def has_accelerator() -> bool:
    """Say whether this process can compute anywhere but on the CPU."""
    return bool(torch.accelerator.is_available())


def usable_devices() -> tuple[torch.device, ...]:
    """Return the devices that readers may choose from, that of the process first; one if ``EXPLORER_DEVICE`` names it.

    Raises:
        NetworkError: see :func:`choose_device`.
    """
    first = choose_device()
    if settings().device != "auto":
        return (first,)
    known = [choose_device(f"{kind}:{number}") for kind, count in _devices().items() for number in range(count)]
    return (first, *(device for device in known if device != first))


def device_text(device: torch.device) -> Message:
    """Return what to call a device on a page: ``CPU, 2 threads``, or the name its maker gave it."""
    if device.type == "cpu":
        return cpu_text()
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else "Apple GPU (MPS)"
    return message("{name}", name=name)


def cpu_text() -> Message:
    """Return what to call the CPU: ``CPU, 2 threads``."""
    threads = torch.get_num_threads()
    return message("CPU, 1 thread") if threads == 1 else message("CPU, {threads} threads", threads=threads)


def usable_cpus() -> int:
    """Return how many CPUs this process may use at once: its affinity, and the quota of its container."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        quota, period = _QUOTA.read_text().split()
        return max(1, min(count, round(int(quota) / int(period))))
    except (OSError, ValueError):  # no such file, or "max": no quota
        return count


def _devices() -> dict[str, int]:
    """Return how many devices there are of each kind."""
    found = {"cuda": torch.cuda.device_count() if torch.cuda.is_available() else 0,
             "mps": int(torch.backends.mps.is_available()), "cpu": 1}
    return {kind: count for kind, count in found.items() if count}
