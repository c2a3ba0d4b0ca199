"""What tests of *Build a stack* share: opening the page, playing what its desk sends, and reading the stack."""

from __future__ import annotations

from itertools import count

from explorer.graph import to_text
from tests.pages.page import checked, component, opened_page

NUMBERS = count(1)
SMALL = "conv.o8.p1~relu~maxpool~flatten~linear.o10"


def at_page(**link):
    """Open the page with a link's parameters."""
    return opened_page("build_stack", **link)


def build(at):
    return at.session_state["bs_state"].now


def layers(at):
    return to_text(build(at).graph)


def desk(at):
    """Return what the desk is given."""
    return component(at, "bs_desk")


def tell(at, *messages):
    """Play messages that the desk sends together."""
    at.session_state["bs_desk"] = {"selected": {"from": "test", "number": next(NUMBERS), "all": list(messages)}}
    at.run()
    at.session_state["bs_desk"] = {}
    return checked(at)


def control(at, name):
    """Return a control of the selected layer."""
    panel = desk(at)["panel"]
    return next(found for found in (*panel["first"], *panel["more"]) if found["id"] == name)


def set_value(at, name, value, **more):
    """Move a control of the selected layer."""
    return tell(at, {**control(at, name)["message"], "value": value, **more})


def act(at, sign):
    """Press a button of the selected layer; one that cannot be pressed fails."""
    panel = desk(at)["panel"]
    action = next(found for found in (*panel["actions"], *panel["repairs"]) if found["sign"] == sign)
    assert action["can"], sign
    return tell(at, action["message"])


def add(at, code):
    """Add a kind of layer behind the selected one."""
    return tell(at, {**desk(at)["panel"]["add"]["message"], "value": code})


def select(at, layer):
    """Click a layer in the picture."""
    return tell(at, {"do": "select", "layer": layer})


def pick(at, cell):
    """Click a cell of the table."""
    return tell(at, {"do": "pick", "cell": cell})


def told(at):
    """Return all sentences of the desk."""
    data = desk(at)
    working = [text for piece in data["working"] for text in (piece["title"], piece["says"])]
    notes = [note["text"] for note in data["notes"]]
    return "\n".join([*working, *notes, data["error"], data["refused"]])


def click(at, key):
    return checked(at.button(key=key).click().run())
