"""What tests of *Why this class?* share: opening the page, reading its maps, and what the library says without it."""

from __future__ import annotations

import json

from explorer.images import sample
from explorer.networks import load
from explorer.networks.attribution import Request, attribute
from explorer.networks.inference.network_input import network_input
from explorer.networks.inference.predictions import scores
from tests.pages.page import headers, opened_page

STACK = "stack/3x24x24/conv.o6.p1~bn~relu~maxpool~conv.o8.p1~relu~flatten~linear.o10"


def at_page(network=STACK, **link):
    """Open the page with a link's parameters."""
    return opened_page("attribution", network=network, **link)


def maps(at):
    """Return the headers of the maps on the page by their titles."""
    found = headers(at)
    return {one["words"]["name"]: one for one in found}


def rows(at):
    """Return what the list of classes shows."""
    texts = [element.proto.json for element in at.main if element.type == "bidi_component"]
    return next(found for found in map(json.loads, filter(None, texts)) if "rows" in found)


def asking(at):
    return at.session_state["why_state"].now


def direct(method, target, network=STACK, **more):
    """Return what the library says, asked without the page."""
    opened = load(network)
    given = network_input(opened, sample("chelsea")).values
    return attribute(opened, given, Request(method=method, target=target, **more))


def likeliest(network=STACK):
    opened = load(network)
    return int(scores(opened, network_input(opened, sample("chelsea")).values).argmax())
