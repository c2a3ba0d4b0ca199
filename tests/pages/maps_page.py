"""What tests of *Feature maps* share: opening the page, playing clicks, and reading what its components are given."""

from __future__ import annotations

import json
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
STACK = "stack/3x24x24/conv.o6.p1~bn~relu~maxpool~conv.o8.p1~relu~flatten~linear.o10"


def at_page(network=STACK, **link):
    """Open the page with a link's parameters."""
    at = AppTest.from_file(ROOT / "pages" / "main.py", default_timeout=60).run()
    for name, value in {"network": network, **link}.items():
        at.query_params[name] = str(value)
    return checked(at.switch_page("feature_maps.py").run())


def checked(at):
    """Return the app, if nothing broke."""
    assert not at.exception, at.exception[0].value
    return at


def param(at, name):
    """Return what the address says about ``name``."""
    value = at.query_params.get(name)
    return value[0] if isinstance(value, list) else value


def pick(at, component, value):
    """Play a click in a component."""
    at.session_state[component] = {"selected": value}
    at.run()
    at.session_state[component] = {}
    return checked(at)


def header(block):
    """Return what stands before the numbers in a block of bytes."""
    return json.loads(block[4:4 + int.from_bytes(block[:4], "little")])


def blocks(at):
    """Return the headers of the components that get bytes: strip aside, sheet, photo, map over the photo."""
    found = [header(element.proto.bytes) for element in at.main if element.type == "bidi_component"
             and element.proto.bytes]
    return {"sheet" if "order" in one else "photo" if "patch" in one else "large": one for one in found}


def guesses_of(at):
    """Return the rows of the likeliest classes."""
    texts = [element.proto.json for element in at.main if element.type == "bidi_component"]
    return next(found["rows"] for found in map(json.loads, filter(None, texts)) if "rows" in found)


def looking(at):
    """Return what the page believes the reader looks at."""
    return at.session_state["fm_now"]


def text_of(at):
    """Return all sentences of the page."""
    return "\n".join(element.value for kind in (at.markdown, at.info, at.error, at.caption) for element in kind)
