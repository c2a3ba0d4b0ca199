"""Photos of every kind on *Feature maps*, and a device without memory: the page shows the one and names the other."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
import torch
from PIL import Image

from explorer.images import Picture
from explorer.networks import Service, load
from explorer.networks.inference import feature_maps as maps, service
from explorer.networks.inference.network_input import network_input
from explorer.settings import Settings
from tests.pages.feature_maps.maps_page import STACK, at_page, blocks, looking
from tests.pages.page import checked, text_of

RESNET = "bundled/resnet20"
RED, BLUE = (220, 30, 30), (30, 30, 220)


def encoded(image, kind="PNG", **how):
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def halves(left, right, mode="RGB"):
    """Return a picture of 40 x 40 px in two colours."""
    image = Image.new(mode, (40, 40), left)
    image.paste(right, (20, 0, 40, 40))
    return image


def sideways():
    """Return red over blue, stored turned by 90 degrees, with the note that says so."""
    exif = Image.Exif()
    exif[0x0112] = 6  # Exif 2.3: the first row is the right-hand side
    return encoded(halves(RED, BLUE), "JPEG", quality=95, exif=exif)


def give(at, content, name="photo.png"):
    at.session_state["fm_photo_upload"] = True
    at.run()
    at.file_uploader[0].upload(name, content, "image/png")
    return checked(at.run())


def shown(at):
    """Return the photo as the network gets it, (H, W, 3)."""
    for element in at.main:
        block = element.proto.bytes if element.type == "bidi_component" else b""
        if block and b'"patch"' in block[:2000]:
            height, width = blocks(at)["photo"]["photo"]
            return np.frombuffer(block, dtype=np.uint8)[-height * width * 3:].reshape(height, width, 3)
    raise AssertionError("no photo")


GOOD = {
    "one pixel": (encoded(Image.new("RGB", (1, 1), RED)), RED, RED),
    "one row": (encoded(Image.new("RGB", (300, 1), RED)), RED, RED),
    "grey": (encoded(halves(50, 200, "L")), (50,) * 3, (200,) * 3),
    "16 bit": (encoded(Image.fromarray(np.repeat([[50 * 257] * 20 + [200 * 257] * 20], 40, axis=0).astype("u2"))),
               (50,) * 3, (200,) * 3),
    "transparent": (encoded(halves((0, 0, 0, 0), (*BLUE, 255), "RGBA")), (255,) * 3, BLUE),
    "palette": (encoded(halves(RED, BLUE).quantize(4)), RED, BLUE),
}


@pytest.mark.parametrize("network", [STACK, RESNET])
@pytest.mark.parametrize("kind", GOOD)
def test_a_strange_but_sound_photo_is_shown_as_it_is(kind, network):
    content, left, right = GOOD[kind]
    at = give(at_page(network), content)
    assert not at.error
    photo = shown(at)
    np.testing.assert_allclose(photo[:, 1].mean(axis=0), left, atol=9)
    np.testing.assert_allclose(photo[:, -2].mean(axis=0), right, atol=9)
    assert {"sheet", "large", "photo"} <= blocks(at).keys()


def test_a_photo_that_was_taken_sideways_stands_upright():
    photo = shown(give(at_page(), sideways()))
    np.testing.assert_allclose(photo[1].mean(axis=0), RED, atol=25)
    np.testing.assert_allclose(photo[-2].mean(axis=0), BLUE, atol=25)


@pytest.mark.parametrize(("content", "words"), [
    (b"", "is empty"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "is a PNG picture that is cut off"),
    (b"GIF89a" * 9, "is a GIF picture, but it is damaged"),
    (encoded(halves(RED, BLUE))[:60], "is a PNG picture that is cut off"), (b"<svg onload=alert(1)>", "is an SVG"),
])
def test_a_broken_photo_is_named_and_the_one_before_stays(content, words):
    at = at_page()
    before = shown(at).copy()
    at = give(at, content)
    assert words in at.error[0].value
    np.testing.assert_array_equal(shown(at), before)


def test_a_photo_of_too_many_pixels_is_refused_from_its_header():
    head = bytearray(encoded(Image.new("RGB", (1, 1))))
    head[16:24] = struct.pack(">II", 100_000, 100_000)  # PNG specification, 11.2.2: width and height in IHDR
    at = give(at_page(), bytes(head))
    assert len(at.error) == 1
    assert blocks(at)["photo"]["photo"] == [24, 24]


def test_too_large_a_file_is_refused(monkeypatch):
    monkeypatch.setattr("explorer.images.opening.settings", lambda: Settings(image_bytes=100))
    at = give(at_page(), encoded(halves(RED, BLUE)) + bytes(200))
    assert "100 B" in at.error[0].value
    assert blocks(at)["sheet"]


def test_a_photo_of_one_colour_gives_finite_maps():
    at = give(at_page(), encoded(Image.new("RGB", (50, 50), RED)))
    picture = Picture("", np.full((50, 50, 3), RED, dtype=np.uint8), "one colour", (50, 50))
    assert np.isfinite(maps.feature_maps(load(STACK), network_input(load(STACK), picture).values, "relu2")).all()
    assert not at.error


@pytest.fixture
def small_gpu(monkeypatch):
    """Stand in for a GPU on which nothing fits; everything is computed on the CPU in the end."""
    real = maps._computed

    def computed(network, values, node, device):
        if device.type == "cuda":
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")
        return real(network, values, node, device)
    monkeypatch.setattr(maps, "_computed", computed)
    monkeypatch.setattr(service, "_free", lambda _: None)
    monkeypatch.setattr(service, "device_text", lambda device: f"<{device}>")
    monkeypatch.setattr(service, "_services", {"it": Service(torch.device("cuda", 0), queue=8, wait_s=20)})


@pytest.mark.usefixtures("small_gpu")
def test_without_gpu_memory_the_page_goes_on_and_says_where():
    at = at_page()
    assert not at.error
    assert "because cuda:0 has no memory left" in text_of(at)
    assert blocks(at)["sheet"]["count"] == 8


def test_without_any_memory_the_reader_is_told_and_can_choose_another_network(monkeypatch):
    def computed(*_):
        raise MemoryError
    real, large = maps._computed, "stack/3x52x52/conv.o6.p1~relu"
    monkeypatch.setattr(maps, "_computed", computed)
    at = at_page(large)
    assert "not enough memory" in at.error[0].value
    monkeypatch.setattr(maps, "_computed", real)
    at = checked(at.selectbox(key="fm_network").set_value(RESNET).run())
    assert not at.error
    assert looking(at).network == RESNET
