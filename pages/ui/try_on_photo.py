"""The stack with random weights on a photo: the feature maps of the selected layer."""

from __future__ import annotations

import streamlit as st

from explorer.graph import Report
from pages.ui.text import _


def try_on_photo(report: Report) -> None:
    """Show the section; nothing is computed, and torch is not loaded, until it is opened."""
    section = st.expander(_("Run it on a photo"), icon=":material/photo_camera:", key="bs_run", on_change="rerun")
    if section.open:
        with section:
            st.write(report.params)
