"""Streamlit looks whether its settings have changed, five times a second and for each place that may hold them."""

from __future__ import annotations

import gc

import streamlit as st
from streamlit.watcher.polling_path_watcher import PollingPathWatcher


def stop_looking_for_settings() -> None:
    """Read ``.streamlit/config.toml`` at the start alone: looking costs an idle app half of what it computes.

    Whoever works on the app, and has files watched, is let be, and so is what is watched later, such as secrets.
    """
    if st.get_option("server.fileWatcherType") == "none":
        for one in gc.get_objects():
            if type(one) is PollingPathWatcher:
                one.close()
