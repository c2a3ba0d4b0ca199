"""Colour profiles, PNG's gamma and 16 bits, against lcms2 used by hand, formulas and numpy."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

from explorer.images import decoded, open_image

register_heif_opener()
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def swapped() -> bytes:
    """Return sRGB's profile with red and green exchanged."""
    profile = bytearray(SRGB.tobytes())
    for place in range(132, 132 + 12 * int.from_bytes(profile[128:132]), 12):
        tag = bytes(profile[place:place + 4])
        if tag in {b"rXYZ", b"gXYZ"}:
            profile[place:place + 4] = b"gXYZ" if tag == b"rXYZ" else b"rXYZ"
    return bytes(profile)


def grey_profile(gamma: float) -> bytes:
    """Return a profile of grey as light to the power of ``gamma`` (ICC.1:2022, 8.5 and 10.6)."""
    white = b"XYZ \0\0\0\0" + struct.pack(">iii", 63190, 65536, 54061)
    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256)) + b"\0\0"
    title = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"grey\0" + bytes(79)
    tags, bodies = [], b""
    for name, body in ((b"wtpt", white), (b"kTRC", curve), (b"desc", title)):
        tags.append(name + struct.pack(">II", 128 + 4 + 36 + len(bodies), len(body)))
        bodies += body + bytes(-len(body) % 4)
    content = struct.pack(">I", 3) + b"".join(tags) + bodies
    head = struct.pack(">I4sI4s4s4s", 128 + len(content), b"lcms", 0x02400000, b"mntr", b"GRAY", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + struct.pack(">iii", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + content


def press_profile() -> bytes:
    """Return a profile of a press whose cyan ink is red: a table of Lab for all or nothing of each ink (lut8Type)."""
    lab = np.zeros((2, 2, 2, 2, 3))
    for cyan, magenta, yellow, black in np.ndindex(2, 2, 2, 2):
        light = 100 * (1 - black) * (1 - 0.3 * magenta) * (1 - 0.3 * yellow)
        lab[cyan, magenta, yellow, black] = (54, 81, 70) if cyan and not black else (light, 0, 0)
    table = np.rint(lab * (2.55, 1, 1) + (0, 128, 128)).clip(0, 255).astype(np.uint8).tobytes()
    one = struct.pack(">i", 65536)
    matrix = (one + bytes(12)) * 2 + one
    body = b"mft1\0\0\0\0\4\3\2\0" + matrix + bytes(range(256)) * 4 + table + bytes(range(256)) * 3
    content = struct.pack(">I4sII", 1, b"A2B0", 128 + 16, len(body)) + body + bytes(-len(body) % 4)
    head = struct.pack(">I4sI4s4s4s", 128 + len(content), b"lcms", 0x02400000, b"prtr", b"CMYK", b"Lab ")
    head += bytes(12) + b"acsp" + bytes(28) + struct.pack(">iii", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + content


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def flat(mode: str, colour: int | tuple[int, ...]) -> Image.Image:
    return Image.new(mode, (16, 16), colour)


def middle(data: bytes) -> list[int]:
    return open_image(data).pixels[8, 8].tolist()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "HEIF", "AVIF"])
def test_a_profile_that_exchanges_red_and_green_opens_green(kind):
    quality = {"lossless": True} if kind == "WEBP" else {"quality": 95}
    red, green, blue = middle(saved(flat("RGB", (255, 0, 0)), kind, icc_profile=swapped(), **quality))
    assert (green > 245, red < 12, blue < 12) == (True, True, True)


@pytest.mark.parametrize(("image", "expected"), [
    (flat("RGBA", (255, 0, 0, 255)), [0, 255, 0]), (flat("RGBA", (255, 0, 0, 0)), [255, 255, 255]),
    (flat("P", 0), [0, 255, 0]), (flat("L", 120), [120, 120, 120])])
def test_a_profile_works_with_transparency_palettes_and_grey(image, expected):
    if image.mode == "P":
        image.putpalette([255, 0, 0])
    assert middle(saved(image, icc_profile=swapped())) == expected


def test_pictures_of_a_data_set_have_their_profile_too():
    data = saved(flat("RGB", (255, 0, 0)), icc_profile=swapped())
    assert decoded(data, "red", 8)[4, 4].tolist() == [0, 255, 0]


def test_srgb_itself_as_others_round_it_changes_no_pixel():
    noise = Image.fromarray(np.random.default_rng(3).integers(0, 256, (40, 40, 3)).astype(np.uint8))
    profile = SRGB.tobytes()
    red = int.from_bytes(profile[profile.index(b"rXYZ") + 4:][:4]) + 8
    for more in (0, 120):  # of 65,536
        rounded = profile[:red] + struct.pack(">i", int.from_bytes(profile[red:red + 4]) + more) + profile[red + 4:]
        theirs = ImageCms.profileToProfile(noise, ImageCms.ImageCmsProfile(io.BytesIO(rounded)), SRGB)
        assert (theirs.tobytes() == noise.tobytes()) == (more == 0)
        picture = open_image(saved(noise, icc_profile=rounded))
        assert np.array_equal(picture.pixels, np.asarray(noise))
        assert picture.notes == ()


def test_grey_may_carry_a_profile_of_colours():
    assert open_image(saved(flat("L", 120), icc_profile=swapped())).notes == ()


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_grey_with_a_profile_of_linear_light_becomes_brighter(mode):
    shown = middle(saved(flat(mode, 55 if mode == "L" else (55, 255)), icc_profile=grey_profile(1.0)))
    light = 55 / 255
    expected = 255 * (1.055 * light ** (1 / 2.4) - 0.055)  # IEC 61966-2-1
    assert np.abs(np.array(shown) - expected).max() <= 2


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_inks_have_the_colours_that_their_profile_says(kind):
    cyan, paper = (flat("CMYK", (ink, 0, 0, 0)) for ink in (255, 0))
    with_profile = {"icc_profile": press_profile()}
    # Lab (54, 81, 70) is close to pure red; without a profile cyan is cyan.
    assert np.abs(np.array(middle(saved(cyan, kind, **with_profile))) - (255, 0, 0)).max() <= 12
    assert min(middle(saved(paper, kind, **with_profile))) >= 250
    assert np.abs(np.array(middle(saved(cyan, kind))) - (0, 255, 255)).max() <= 4


BROKEN = {
    "is damaged": [b"rubbish", SRGB.tobytes()[:200], b"", bytes(500)],
    "is for GRAY": [grey_profile(1.0)],
    "is larger than 4 MB": [SRGB.tobytes() + bytes(4_000_000)],
}


@pytest.mark.parametrize(("words", "profile"), [(words, one) for words, some in BROKEN.items() for one in some])
def test_a_profile_that_cannot_be_used_is_ignored_and_said_to_be(words, profile):
    for kind in ("PNG", "TIFF", "WEBP") if profile else ("PNG",):
        data = saved(flat("RGB", (200, 10, 30)), kind, icc_profile=profile or b"x", **(
            {"lossless": True} if kind == "WEBP" else {}))
        if kind == "PNG" and not profile:
            data = data.replace(zlib.compress(b"x"), b"no zlib!!")
        picture = open_image(data)
        assert picture.pixels[8, 8].tolist() == [200, 10, 30]
        assert words in str(picture.notes[0])


@pytest.mark.parametrize(("gamma", "value", "expected"), [
    (1.0, 55, 128), (0.45455, 55, 55), (1 / 1.8, 100, 119), (0, 9, 9)])  # by IEC 61966-2-1's formula
def test_the_gamma_of_a_png_is_honoured_as_browsers_do(gamma, value, expected):
    body = b"gAMA" + struct.pack(">I", round(gamma * 100_000))
    data = saved(flat("RGB", (value,) * 3))
    with_gamma = data[:33] + struct.pack(">I", 4) + body + struct.pack(">I", zlib.crc32(body)) + data[33:]
    assert np.abs(np.array(middle(with_gamma)) - expected).max() <= 1


def grey_png(values: np.ndarray, depth: int, transparent: int | None = None) -> bytes:
    """Return a PNG of grey values at ``depth`` bits, with the value that is transparent (PNG, 11.3.1.1)."""
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    height, width = values.shape
    if depth == 16:
        rows = [row.astype(">u2").tobytes() for row in values]
    else:
        bits = (values[:, :, None] >> np.arange(depth - 1, -1, -1)) & 1
        rows = [np.packbits(row.reshape(-1)).tobytes() for row in bits]
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0))
    clear = b"" if transparent is None else chunk(b"tRNS", struct.pack(">H", transparent))
    pixels = chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows)))
    return b"\x89PNG\r\n\x1a\n" + head + clear + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize("depth", [1, 2, 4, 8, 16])
def test_the_transparent_grey_turns_white_at_every_depth(depth):
    most = 2 ** depth - 1
    values = np.array([[0, 1, most, most // 2]])
    grey = np.rint(values * 255 / most).astype(int)[0].tolist()
    assert open_image(grey_png(values, depth)).pixels[0, :, 0].tolist() == pytest.approx(grey, abs=1)
    shown = open_image(grey_png(values, depth, transparent=1)).pixels[0, :, 0].tolist()
    expected = [255 if value == 1 else light for value, light in zip(values[0], grey, strict=True)]
    assert shown == pytest.approx(expected, abs=1)


def test_a_transparent_colour_of_sixteen_bits_turns_white():
    row = b"\0" + struct.pack(">6H", 0xFF00, 0x0905, 0, 300, 300, 300)
    data = grey_png(np.zeros((1, 2), int), 16)
    head = struct.pack(">IIBBBBB", 2, 1, 16, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"tRNS", struct.pack(">3H", 0xFF00, 0x0905, 0)),
              (b"IDAT", zlib.compress(row)), (b"IEND", b"")]
    data = data[:8] + b"".join(struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
                               for kind, body in chunks)
    assert open_image(data).pixels[0].tolist() == [[255, 255, 255], [1, 1, 1]]


def test_of_sixteen_bits_only_the_exact_value_is_transparent():
    shown = open_image(grey_png(np.array([[300, 301, 65535]]), 16, transparent=301)).pixels[0, :, 0].tolist()
    assert shown == [1, 255, 255]


@pytest.mark.parametrize(("highest", "words"), [
    (1023, "almost black"), (4095, "almost black"), (16383, "looks dark"), (16384, None), (65535, None)])
def test_a_narrow_range_of_sixteen_bits_is_said_and_can_be_stretched(highest, words):
    ramp = np.linspace(0, highest, 512).astype(np.uint16).reshape(2, 256)
    for kind in ("PNG", "TIFF"):
        data = saved(Image.fromarray(ramp), kind)
        picture, stretched = open_image(data), open_image(data, stretch=True)
        assert np.abs(picture.pixels[:, :, 0] - ramp / 257).max() <= 0.5 + 1e-9
        assert picture.dark_range == ((0, highest) if words else None)
        assert [f"{highest:,} of 65,535" in str(note) and words in str(note) for note in picture.notes] == (
            [True] if words else [])
        expected = 255 * ramp.astype(float) / (highest if words else 65535)
        assert np.abs(stretched.pixels[:, :, 0] - expected).max() <= 0.5 + 1e-9


def test_one_value_only_has_no_range_to_stretch():
    picture = open_image(grey_png(np.full((3, 3), 7), 16), stretch=True)
    assert (picture.dark_range, picture.notes, picture.pixels.max()) == (None, (), 0)


def test_a_picture_of_fractions_goes_from_its_lowest_to_its_highest_value_and_says_so():
    values = np.array([[-1.5, 0.0, 0.5], [np.nan, np.inf, -np.inf]], np.float32)
    picture = open_image(saved(Image.fromarray(values), "TIFF"))
    assert picture.pixels[0, :, 1].tolist() == [0, 191, 255]
    assert "-1.5 to 0.5 are shown from black to white" in str(picture.notes[0])
