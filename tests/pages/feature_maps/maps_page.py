"""What tests of *Feature maps* share: opening the page, playing clicks, and reading what its components are given."""

from __future__ import annotations

import json

from tests.pages.page import headers, opened_page

STACK = "stack/3x24x24/conv.o6.p1~bn~relu~maxpool~conv.o8.p1~relu~flatten~linear.o10"


def at_page(network=STACK, **link):
    """Open the page with a link's parameters."""
    return opened_page("feature_maps", network=network, **link)


def blocks(at):
    """Return the headers of the components that get bytes: strip aside, sheet, photo, map over the photo."""
    return {"sheet" if "order" in one else "photo" if "patch" in one else "large": one for one in headers(at)}


def guesses_of(at):
    """Return the rows of the likeliest classes."""
    texts = [element.proto.json for element in at.main if element.type == "bidi_component"]
    return next(found["rows"] for found in map(json.loads, filter(None, texts)) if "rows" in found)


def looking(at):
    """Return what the page believes the reader looks at."""
    return at.session_state["fm_state"].now
