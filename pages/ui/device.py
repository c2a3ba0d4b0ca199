"""What this server computes with, found out without importing torch."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import streamlit as st

from explorer import networks
from explorer.settings import settings
from pages.ui.state.widget import controlled
from pages.ui.text import _, say

DRIVERS = (Path("/proc/driver/nvidia/version"), Path("/dev/dxg"))  # Linux; Windows' subsystem for Linux


def device_line() -> str:
    """Return a short name of the device, for example ``"CPU, 2 threads"``."""
    chosen = settings().device
    if chosen == "auto":
        chosen = "cuda" if has_cuda() else "cpu"
    if chosen.startswith("cpu"):
        return _("CPU, 1 thread") if threads() == 1 else _("CPU, {count} threads").format(count=threads())
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


_CHOICE = "device_choice"


@contextmanager
def on_chosen_device() -> Iterator[None]:
    """Compute what is asked for inside on the device that this reader chose; on the server's where none was."""
    with networks.on(st.session_state.get(_CHOICE)):
        yield


def device_picker(*, key: str) -> None:
    """Ask for a device, where there are several."""
    devices = {str(device): device for device in networks.usable_devices()}
    if len(devices) < 2:
        return

    def picked(device: str) -> None:
        st.session_state[_CHOICE] = device

    st.selectbox(_("Device"), list(devices), **controlled(key, str(networks.asked_device()), picked),
                 format_func=lambda name: f"{name} · {say(networks.device_text(devices[name]))}")
