"""What tests of *Build a stack* share: opening the page, moving its widgets, and reading the stack."""

from __future__ import annotations

from explorer.graph import to_text
from tests.pages.page import checked, opened_page

SMALL = "conv.o8.p1~relu~maxpool~flatten~linear.o10"


def at_page(**link):
    """Open the page with a link's parameters."""
    return opened_page("build_stack", **link)


def build(at):
    return at.session_state["bs_state"].now


def layers(at):
    return to_text(build(at).graph)


def set_slider(at, key, value):
    widget = next(widget for widget in (*at.slider, *at.select_slider) if widget.key == key)
    return checked(widget.set_value(value).run())


def click(at, key):
    return checked(at.button(key=key).click().run())
