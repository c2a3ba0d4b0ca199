"""The stack that a reader built last, for the pages that open it as a network."""

from __future__ import annotations

import streamlit as st

from explorer.graph import Stack, shape_to_text, to_text

_KEY = "own_stack"


def keep(stack: Stack) -> None:
    """Note the stack of this session; called by the page on which it is built."""
    st.session_state[_KEY] = stack


def known() -> Stack | None:
    """Return the stack of this session, or None where nobody has built one yet."""
    found: Stack | None = st.session_state.get(_KEY)
    return found


def network_name(stack: Stack) -> str:
    """Return the name under which networks are opened for a stack."""
    return f"stack/{shape_to_text(stack.input_shape)}/{to_text(stack.graph)}"
