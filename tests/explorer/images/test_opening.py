"""Pictures from strangers: every kind made here, by Pillow or byte by byte."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import tracemalloc
import zlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from explorer.errors import ImageError, LimitError
from explorer.images import SAMPLES, fitted, open_image, opening, sample, to_size
from explorer.settings import Settings

register_heif_opener()  # for writing; reading does without
RED, WHITE = (255, 0, 0), (255, 255, 255)


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def photo(width: int = 64, height: int = 48) -> Image.Image:
    rows, columns = np.mgrid[:height, :width]
    return Image.fromarray(np.stack([columns * 255 // width, rows * 255 // height, columns + rows], 2).astype(np.uint8))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *chunks: bytes, depth: int = 8, colour: int = 0) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


@pytest.fixture
def limits(monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)

    def apply(**changes):
        monkeypatch.setattr(opening, "settings", lambda: replace(Settings(), **changes))
    return apply


@pytest.mark.parametrize(("kind", "options"), [("PNG", {}), ("WEBP", {"lossless": True})])
def test_a_lossless_file_gives_exactly_its_pixels(kind, options):
    picture = open_image(saved(photo(), kind, **options), "holiday.png")
    assert np.array_equal(picture.pixels, np.asarray(photo()))
    assert (picture.name, picture.original_size, picture.pixels.dtype) == ("holiday.png", (64, 48), np.uint8)


def test_a_jpeg_gives_nearly_its_pixels():
    picture = open_image(saved(photo(), "JPEG", quality=95))
    assert np.abs(picture.pixels.astype(int) - np.asarray(photo())).mean() < 3


def test_pixels_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        open_image(saved(photo())).pixels[0, 0] = 0


def test_the_same_pixels_have_the_same_key_and_others_another():
    keys = [open_image(saved(image, kind)).key for image, kind in
            [(photo(), "PNG"), (photo().rotate(90), "PNG"), (photo(48, 64), "PNG")]]
    assert len(set(keys)) == 3
    assert open_image(saved(photo(), "WEBP", lossless=True)).key == keys[0]


def test_the_extension_is_not_believed():
    assert open_image(saved(photo(), "JPEG"), "liar.png").pixels.shape == (48, 64, 3)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK"])
def test_every_mode_becomes_rgb_as_pillow_converts_it(mode):
    image = photo().convert(mode)
    picture = open_image(saved(image, "JPEG" if mode == "CMYK" else "PNG"))
    difference = np.abs(picture.pixels.astype(int) - np.asarray(image.convert("RGB")))
    assert difference.mean() < (6 if mode == "CMYK" else 0.01)


def test_sixteen_bit_grey_spans_black_to_white():
    values = np.array([[0, 257 * 100, 65535]], np.uint16)
    assert open_image(saved(Image.fromarray(values))).pixels[0, :, 1].tolist() == [0, 100, 255]


def test_sixteen_bit_colour_keeps_its_high_byte():
    row = b"\x00" + struct.pack(">HHH", 65535, 257 * 100, 0)
    picture = open_image(png(1, 1, chunk(b"IDAT", zlib.compress(row)), depth=16, colour=2))
    assert picture.pixels.tolist() == [[[255, 100, 0]]]


def test_what_is_transparent_turns_white():
    image = Image.new("RGBA", (2, 1), (*RED, 255))
    image.putpixel((0, 0), (0, 0, 0, 0))
    assert open_image(saved(image)).pixels.tolist() == [[list(WHITE), list(RED)]]


def test_a_transparent_palette_entry_turns_white():
    image = Image.new("P", (2, 1), 0)
    image.putpalette([*RED, 0, 0, 255])
    image.putpixel((1, 0), 1)
    assert open_image(saved(image, transparency=1)).pixels.tolist() == [[list(RED), list(WHITE)]]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_rotation_is_applied_as_pillow_applies_it(orientation, kind):
    image = photo()
    image.getexif()[0x0112] = orientation
    data = saved(image, kind, exif=image.getexif().tobytes(), quality=95)
    upright = ImageOps.exif_transpose(image)
    picture = open_image(data)
    assert np.abs(picture.pixels.astype(int) - np.asarray(upright)).mean() < 10
    assert picture.original_size == upright.size


def test_rubbish_in_exif_does_not_cost_the_picture():
    assert open_image(saved(photo(), "JPEG", exif=b"Exif\x00\x00MM\x00\x2a\xff\xff\xff\xffrubbish")).key


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "MPO", "GIF", "TIFF", "HEIF", "AVIF"])
def test_of_several_frames_the_first_is_taken_and_said_to_be(kind):
    frames = [photo(), Image.new("RGB", (64, 48), RED)]
    picture = open_image(saved(frames[0], kind, save_all=True, append_images=frames[1:]))
    assert np.abs(picture.pixels.astype(int) - np.asarray(frames[0])).mean() < (30 if kind == "GIF" else 8)
    # the second picture of a camera's MPO is the same scene, for the other eye
    assert [str(note) for note in picture.notes] == [] if kind == "MPO" else [
        "It holds several pictures; the first one is shown."]


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG", "GIF", "TIFF", "BMP", "HEIF", "AVIF"])
def test_of_one_frame_nothing_is_said(kind):
    assert open_image(saved(photo(), kind)).notes == ()


def test_one_pixel_is_a_picture():
    assert open_image(saved(Image.new("RGB", (1, 1), RED))).pixels.tolist() == [[list(RED)]]


def test_a_line_of_pixels_stays_at_least_one_pixel_high():
    assert open_image(saved(Image.new("RGB", (5000, 1), RED))).pixels.shape == (1, 1024, 3)


def test_large_pictures_are_scaled_down_and_remember_their_size():
    picture = open_image(saved(photo(640, 480)), side=100)
    assert picture.pixels.shape == (75, 100, 3)
    assert picture.original_size == (640, 480)


def test_a_phone_photo_is_scaled_down_while_it_is_decoded(monkeypatch):
    data = saved(Image.new("RGB", (6000, 4000), RED), "JPEG")
    decoded = []
    resize = Image.Image.resize

    def watched(image: Image.Image, *rest: object, **named: object) -> Image.Image:
        decoded.append(image.size)
        return resize(image, *rest, **named)

    monkeypatch.setattr(Image.Image, "resize", watched)
    assert open_image(data).pixels.shape == (683, 1024, 3)
    assert decoded == [(3000, 2000)]


def test_two_hundred_megapixels_are_refused_from_the_header():
    with pytest.raises(LimitError, match=r"huge\.png has more than 50,000,000 pixels"):
        open_image(png(20_000, 10_000), "huge.png")


def test_just_over_the_pixel_limit_is_refused_and_at_the_limit_not(limits):
    limits(image_pixels=64 * 48)
    assert open_image(saved(photo()))
    limits(image_pixels=64 * 48 - 1)
    with pytest.raises(LimitError, match="3,071 pixels"):
        open_image(saved(photo()))


def test_the_pixel_limit_can_be_raised_above_pillows_own(limits):
    limits(image_pixels=100_000_000)
    blank = zlib.compress(bytes(10_000 * (1 + 9_500 // 8 + 1)), 1)
    assert open_image(png(9_500, 10_000, chunk(b"IDAT", blank), depth=1)).original_size == (9_500, 10_000)


def test_too_many_bytes_are_refused_before_they_are_looked_at(limits):
    limits(image_bytes=1_000_000)
    with pytest.raises(LimitError, match=r"1\.5 MB; at most 1 MB"):
        open_image(bytes(1_500_000))


def test_text_that_would_inflate_to_many_megabytes_is_left_alone():
    bomb = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(50_000_000), 1))
    pixels = chunk(b"IDAT", zlib.compress(bytes(2)))
    tracemalloc.start()
    assert open_image(png(1, 1, bomb, pixels)).pixels.tolist() == [[[0, 0, 0]]]
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_a_picture_without_its_pixels_is_refused():
    with pytest.raises(ImageError, match="is a PNG picture, but it is damaged"):
        open_image(png(4000, 4000, chunk(b"IDAT", zlib.compress(bytes(10)))))


@pytest.mark.parametrize(("kind", "worst"), [("GIF", 40), ("BMP", 0), ("TIFF", 0), ("HEIF", 8), ("AVIF", 8)])
def test_other_kinds_of_single_pictures_are_opened(kind, worst):
    file = saved(photo(), kind, **({"quality": 95} if kind in {"HEIF", "AVIF"} else {}))
    difference = np.abs(open_image(file, "photo.jpg").pixels.astype(int) - np.asarray(photo()))
    assert difference.mean() <= worst


@pytest.mark.parametrize("kind", ["ICO", "PPM", "JPEG2000", "PDF"])
def test_kinds_that_are_not_opened_are_refused_even_under_a_picture_name(kind):
    with pytest.raises(ImageError, match=r"and open that|try again"):
        open_image(saved(photo(), kind), "photo.jpg")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "HEIF", "AVIF"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.98])
def test_a_truncated_file_is_refused_as_cut_off(kind, share):
    data = saved(sample_image().resize((150, 100)), kind)
    with pytest.raises(ImageError, match=r"is a .* picture that is cut off: it ends too early. Copy or download"):
        open_image(data[: max(64, int(len(data) * share))], "cut.jpg")


@pytest.mark.parametrize("kind", ["BMP", "TIFF"])
def test_a_truncated_file_of_raw_pixels_is_refused(kind):
    with pytest.raises(ImageError, match=r"BMP|TIFF"):
        open_image(saved(photo(), kind)[:-500], "cut")


def sample_image() -> Image.Image:
    return Image.fromarray(sample("chelsea").pixels)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_opens_under_its_title_and_has_a_credit(name):
    picture = sample(name)
    assert picture.name == SAMPLES[name].title
    assert picture.original_size == picture.pixels.shape[1::-1]
    assert SAMPLES[name].credit


def test_samples_are_found_without_importing_their_packages():
    code = "import sys; from explorer.images import sample; sample('chelsea'), sample('china'); " \
           "print([m for m in ('skimage', 'sklearn', 'scipy', 'torch', 'streamlit') if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_an_unknown_sample_names_those_that_exist():
    with pytest.raises(ImageError, match=r"no sample photo 'dog'.*chelsea, china"):
        sample("dog")


def test_fit_keeps_the_aspect_and_never_enlarges():
    picture = open_image(saved(photo()))
    assert fitted(picture, 32).shape == (24, 32, 3)
    assert np.array_equal(fitted(picture, 1000), picture.pixels)


@pytest.mark.parametrize(("height", "width"), [(32, 32), (224, 224), (16, 48), (48, 16), (1, 1)])
def test_to_size_is_pillows_centre_crop_and_resize(height, width):
    picture = open_image(saved(photo()))
    expected = ImageOps.fit(photo(), (width, height), Image.Resampling.BICUBIC)
    made = to_size(picture, height, width)
    assert made.shape == (height, width, 3)
    assert np.abs(made.astype(int) - np.asarray(expected)).max() <= 1


def test_to_size_of_a_grating_finer_than_the_result_is_grey():
    stripes = np.zeros((64, 64, 3), np.uint8)
    stripes[:, ::2] = 255
    assert abs(to_size(open_image(saved(Image.fromarray(stripes))), 16, 16).astype(int) - 128).max() < 30
