"""What this server computes with, found out without importing torch."""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from explorer.settings import settings
from pages.ui.text import _

DRIVERS = (Path("/proc/driver/nvidia/version"), Path("/dev/dxg"))  # Linux; Windows' subsystem for Linux


def device_line() -> str:
    """Return a short name of the device, for example ``"CPU, 2 threads"``."""
    chosen = settings().device
    if chosen == "auto":
        chosen = "cuda" if has_cuda() else "cpu"
    if chosen.startswith("cpu"):
        return _("CPU, {count} threads").format(count=threads())
    return _("GPU ({name})").format(name=chosen)


@cache
def has_cuda() -> bool:
    """Return whether an NVIDIA driver is loaded, not hidden, and the installed torch is built for it."""
    if os.environ.get("CUDA_VISIBLE_DEVICES", "0") in {"", "-1"}:
        return False
    return any(driver.exists() for driver in DRIVERS) and _torch_has_cuda()


def threads() -> int:
    """Return how many threads of the processor this server may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _torch_has_cuda() -> bool:
    spec = find_spec("torch")
    folders = spec.submodule_search_locations if spec else None
    return any((Path(folder) / "lib" / "libtorch_cuda.so").exists() for folder in folders or [])
