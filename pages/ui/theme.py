"""What the theme's settings cannot say."""

from __future__ import annotations

import streamlit as st

# Streamlit fades captions and the icons of the contents to 60 %: 4.1 to 1 on this theme's light greys, where WCAG AA
# asks for 4.5. Captions at 70 % have 5.6, icons get the colour of their link.
_QUIET = """<style>
[data-testid="stCaptionContainer"] { opacity: 0.7; }
[data-testid="stSidebarNavLink"] [data-testid="stIconMaterial"] { color: inherit; }
</style>"""

# On a phone every row counts: less space above the title.
_PHONE = """<style>
@media (max-width: 640px) { [data-testid="stMainBlockContainer"] { padding-top: 3.5rem; } }
</style>"""

# Streamlit writes white on primary buttons: 2.5 to 1 on this theme's light blue, where WCAG AA asks for 4.5.
_DARK = """<style>
[data-testid="stBaseButton-primary"], [data-testid="stBaseButton-primary"] * { color: #10151f; }
</style>"""


def mend() -> None:
    """Write darker where Streamlit is too faint (captions, icons, the dark theme's primary buttons); save rows."""
    st.html(_QUIET + _PHONE + (_DARK if st.context.theme.type == "dark" else ""))
