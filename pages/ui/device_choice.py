"""Which device computes for this reader, where the machine has several."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.ui.state.widget import showing
from pages.ui.text import _, say

_CHOICE = "device_choice"


@contextmanager
def on_chosen_device() -> Iterator[None]:
    """Compute what is asked for inside on the device that this reader chose; on the server's where none was."""
    from explorer.networks.inference.service import on

    with on(st.session_state.get(_CHOICE)):
        yield


def device_picker(*, key: str) -> None:
    """Ask for a device, where there are several."""
    from explorer.networks.inference.device import device_text, usable_devices
    from explorer.networks.inference.service import asked_device

    devices = {str(device): device for device in usable_devices()}
    if len(devices) < 2:
        return

    def picked(device: str) -> None:
        st.session_state[_CHOICE] = device

    st.selectbox(_("Device"), list(devices), **showing(key, str(asked_device()), picked),
                 format_func=lambda name: f"{name} · {say(device_text(devices[name]))}")
