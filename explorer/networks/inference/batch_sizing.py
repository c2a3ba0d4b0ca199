"""How many pictures go through a network at once: as many as memory holds, and no longer than others can wait."""

from __future__ import annotations

import os
import time
from pathlib import Path
from weakref import WeakKeyDictionary

import torch

from explorer.networks.inference.private_copy import private
from explorer.networks.inference.service import run
from explorer.networks.network import Network, report_of

SLICE_S = 0.2
"""Longest that one piece should keep the device from others, s."""
FIRST = 4
"""Pictures of the first piece where nothing has been timed yet."""
MOST = 64
"""More at once make nothing faster."""
SHARE = 0.25
"""So much of the free memory may be taken."""
_CGROUP = Path("/sys/fs/cgroup")


class BatchSizing:
    """Chooses how many pictures the next piece holds, from how long the last one took."""

    def __init__(self, network: Network, *, gradients: bool) -> None:
        report = report_of(network)
        # With gradients every layer's output is kept, and comes back once; without, a layer and the next are there.
        widest = max((row.activation_bytes for row in report), default=4)
        self.bytes_each = 3 * report.activation_bytes if gradients else 4 * widest
        known = paces.get(network, {}).get(gradients)
        self.size = max(1, min(int(SLICE_S / known), MOST)) if known else FIRST

    def next(self, device: torch.device) -> int:
        """Return how many pictures ``device`` takes now, at least 1."""
        return max(1, min(self.size, MOST, int(SHARE * free_bytes(device)) // max(1, self.bytes_each)))

    def took(self, count: int, seconds: float) -> None:
        """Note that ``count`` pictures took so long; the next piece is at most twice as large."""
        fitting = int(count * SLICE_S / max(seconds, 1e-6))
        self.size = max(1, min(fitting, 2 * count, MOST))


def free_bytes(device: torch.device) -> int:
    """Return how much memory is free for ``device``, bytes; on a CPU what the process or its container may take."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    return min(_free_of_machine(), _free_of_container())


def _free_of_machine() -> int:
    try:
        lines = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
        return 1024 * int(lines["MemAvailable"].split()[0])
    except (OSError, KeyError, ValueError):  # not Linux
        pass
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, AttributeError):
        return 2**30


def _free_of_container() -> int:
    try:
        most, used = (int((_CGROUP / name).read_text()) for name in ("memory.max", "memory.current"))
    except (OSError, ValueError):  # no such file, or "max": no limit
        return 2**62
    return max(0, most - used)


def seconds_each(network: Network, *, gradients: bool) -> float:
    """Return how long one picture takes through ``network``, there or there and back, s: as last time, or measured.

    Raises:
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    known = paces.setdefault(network, {})
    if gradients not in known:
        known[gradients] = run(lambda device: _measured(network, device, gradients=gradients))
    return known[gradients]


def _measured(network: Network, device: torch.device, *, gradients: bool) -> float:
    module = private(network, device)
    passes = []
    for _ in range(1 + MEASURED):
        began = time.perf_counter()
        photo = torch.zeros(1, *network.input_shape, device=device, requires_grad=gradients)
        with torch.set_grad_enabled(gradients):
            total = module(photo).sum()
            found = torch.autograd.grad(total, photo)[0] if gradients else total
        found.sum().item()  # waits for the device
        passes.append(time.perf_counter() - began)
    return min(passes[1:])  # the first also pays for what is fresh, others for what else the machine does


MEASURED = 3
"""Passes, of which the shortest counts."""
paces: WeakKeyDictionary[Network, dict[bool, float]] = WeakKeyDictionary()
"""Seconds that one picture took last, by network, without and with gradients."""
