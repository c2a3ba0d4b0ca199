"""A network on a picture, as the tabs of *From pixel to class* look at it, without the page."""

from __future__ import annotations

import json

import numpy as np

from explorer import networks
from explorer.graph import stages
from explorer.images import sample
from pages.pixel_to_class.scene import Walked
from pages.pixel_to_class.state import WalkChoice
from pages.ui.pickers.network import Opened

POOLED = "stack/3x16x16/conv.o12.p1~relu~gap~flatten~linear.o8"


def walked_on(name=POOLED, picture="chelsea", target=None, **settings):
    """Return a network on a sample photo, its classes called by their numbers."""
    network = networks.load(name)
    report = networks.report_of(network)
    photo = sample(picture)
    given = networks.network_input(network, photo)
    shares = networks.shares(network, networks.scores(network, given.values))
    names = networks.answer_names(network)
    looking = WalkChoice(network=name, target=target, **settings)
    return Walked(Opened(network, report, stages(report)), photo, given, looking, shares, names,
                  int(shares.argmax()) if target is None else target)


def unpacked(data):
    """Return the header of what a component is sent, and the bytes behind it."""
    end = 4 + int.from_bytes(data[:4], "little")
    return json.loads(data[4:end]), data[end:]


def floats(rest, start, count):
    """Return ``count`` numbers of float32, and where the next begin."""
    return np.frombuffer(rest, "<f4", count, start), start + 4 * count
