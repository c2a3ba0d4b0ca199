"""Ten readers with browsers of their own on *Feature maps*: each sees the layer of its own photo."""

import re
from urllib.parse import quote

import pytest

from explorer import images

READERS = 10
STACK = "stack/3x24x24/conv.o6.p1~bn~relu~maxpool~conv.o8.p1~relu~flatten~linear.o10"
LAYERS = {"conv1": 24, "bn1": 24, "pool1": 12, "conv2": 12}
"""Layers that readers look at, and the side of their maps."""
ROW, COLUMN = 5, 4
VALUE = re.compile(rf"Row {ROW + 1}, column {COLUMN + 1}: (\S+)")


def requests():
    """Return a photo, a layer and a channel for each reader; no two are alike."""
    return [(list(images.SAMPLES)[number], list(LAYERS)[number % 4], number % 6) for number in range(READERS)]


def expected(photo, layer, channel):
    """Return the value at one cell, computed here alone."""
    from explorer import networks
    network = networks.load(STACK)
    return float(networks.feature_maps(network, images.sample(photo).pixels, layer)[channel, ROW, COLUMN])


def shown(page, side):
    """Return the value that the page shows under the pointer at that cell, as text."""
    box = page.get_by_role("application", name="Map ").bounding_box()
    page.mouse.move(box["x"] + box["width"] * (COLUMN + 0.5) / side, box["y"] + box["height"] * (ROW + 0.5) / side)
    line = page.get_by_text(VALUE)
    line.wait_for()
    return VALUE.search(line.inner_text()).group(1).replace("\u2212", "-").replace(",", "")


@pytest.fixture
def pages(app_url, new_page):
    """Return ten pages that all began to load before the first was waited for."""
    made = [(new_page(alone=True), request) for request in requests()]
    for page, (photo, layer, channel) in made:
        title = quote(images.SAMPLES[photo].title)
        page.goto(f"{app_url}/feature_maps?network={STACK}&layer={layer}&channel={channel}&fm_photo={title}",
                  wait_until="commit")
    return made


def test_ten_readers_see_their_own_maps(pages, settle):
    for page, (_photo, _layer, channel) in pages:
        page.get_by_text(f"Map {channel + 1} · random weights", exact=True).wait_for(timeout=180_000)
    for page, (photo, layer, channel) in pages:
        settle(page)
        value = shown(page, LAYERS[layer])
        assert float(value) == pytest.approx(expected(photo, layer, channel), rel=0.01, abs=0.01), (photo, layer)
    assert len({expected(*request) for _, request in pages}) > READERS / 2
