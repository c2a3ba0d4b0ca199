"""What neither the theme's settings nor the styles of the frame can say: they do not know whether it is dark."""

from __future__ import annotations

import streamlit as st

# Streamlit writes white on primary buttons, those of forms too: 2.5 to 1 on this theme's light blue, where WCAG AA asks
# for 4.5. A button without a frame gets a darker blue where it is pointed at or has the focus: 2.8 to 1.
_DARK = """<style>
button[data-testid^="stBaseButton-primary"]:enabled, button[data-testid^="stBaseButton-primary"]:enabled * {
  color: #10151f;
}
button[kind="tertiary"]:is(:hover, :focus, :active) { color: #8fb1ff; }
button[kind="tertiary"]:is(:hover, :focus, :active) * { color: inherit; }
</style>"""


# Numbers in code have 2.6 to 1 in the light theme.
_LIGHT = "<style>[data-testid=stCode] .token.number { color: #0b6b5d; }</style>"


def mend() -> None:
    """Write so that it can be read where Streamlit is too faint: on the dark theme's buttons."""
    st.html(_DARK if st.context.theme.type == "dark" else _LIGHT)
