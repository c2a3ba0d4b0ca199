"""Damaged pictures of every kind that is opened, and what each costs.

``python -m tests.explorer.images.mutations 20000`` tries so many and reports; a second number is the seed.
A mutated file may open or be refused with a sentence; nothing else may come out of it, and neither time nor memory may
be more than a sound picture takes.
"""

from __future__ import annotations

import io
import resource
import struct
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

from explorer.errors import ExplorerError
from explorer.images import open_image

register_heif_opener()
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
WORDS = [struct.pack(order + code, value) for order in "<>" for code, values in (
    ("I", (0, 1, 0xFF, 0xFFFF, 30_000, 50_000_000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)),
    ("H", (0, 1, 0xFF, 8192, 0x7FFF, 0xFFFF))) for value in values]


def sound_files() -> dict[str, bytes]:
    """Return small pictures of all kinds and modes, with profiles, notes, palettes and frames."""
    rows, columns = np.mgrid[:40, :60]
    photo = Image.fromarray(np.stack([columns * 4, rows * 6, (columns + rows) * 2], 2).astype(np.uint8))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "camera"
    more = {"exif": exif.tobytes(), "icc_profile": PROFILE}
    frames = {"save_all": True, "append_images": [photo.rotate(90), photo.rotate(180)]}
    sixteen = Image.fromarray((rows * 100 + columns).astype(np.uint16))
    wanted = [
        (photo, "GIF", {}), *((photo, kind, more) for kind in ("PNG", "JPEG", "WEBP", "TIFF", "HEIF", "AVIF")),
        *((photo, kind, frames) for kind in ("PNG", "WEBP", "GIF", "TIFF", "HEIF", "AVIF", "MPO")),
        *((photo.convert(mode), "PNG", {}) for mode in ("1", "L", "LA", "P", "RGBA")), (sixteen, "PNG", {}),
        *((photo.convert(mode), "TIFF", {}) for mode in ("1", "L", "LAB", "CMYK", "F", "YCbCr")), (sixteen, "TIFF", {}),
        *((photo, "TIFF", {"compression": name}) for name in ("tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits")),
        (photo.convert("1"), "TIFF", {"compression": "group4"}), (photo, "TIFF", {"tile": True, **more}),
        *((photo.convert(mode), "BMP", {}) for mode in ("1", "L", "P", "RGB", "RGBA")),
        (photo.convert("CMYK"), "JPEG", {}), (photo, "JPEG", {"progressive": True}), (photo.convert("L"), "JPEG", {}),
        (photo.convert("RGBA"), "WEBP", {"lossless": True}), (photo.convert("RGBA"), "AVIF", {}),
        (photo.convert("P"), "GIF", {"transparency": 1, "interlace": 1})]
    files = {}
    for number, (image, kind, options) in enumerate(wanted):
        buffer = io.BytesIO()
        image.save(buffer, kind, **options)
        files[f"{number} {kind} {image.mode}"] = buffer.getvalue()
    head = struct.pack("<IiiHHIIiiII", 40, 30, 30, 1, 8, 1, 400, 1, 1, 256, 0)
    start = b"BM" + struct.pack("<IHHI", 1478, 0, 0, 1078)
    files["run-length BMP"] = start + head + bytes(range(256)) * 4 + b"\3\7\0\0" * 99
    return files


def mutated(files: dict[str, bytes], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield ``count`` damaged files with the names of the sound ones; the same seed gives the same files."""
    random = np.random.default_rng(seed)
    names = list(files)
    for _ in range(count):
        name = names[random.integers(len(names))]
        data = bytearray(files[name])
        for _ in range(random.integers(1, 6)):
            _damage(data, files, names, random)
        if data.startswith(b"\x89PNG") and random.random() < 0.8:
            _repair(data)
        yield name, bytes(data)


def _damage(data: bytearray, files: dict[str, bytes], names: list[str], random: np.random.Generator) -> None:
    near = random.random() < 0.6  # most of what can go wrong stands in the first bytes
    place = int(random.integers(0, max(1, min(len(data), 300) if near else len(data))))
    length = int(random.integers(1, 64))
    what = random.integers(8)
    if what <= 1:
        data[place:place + 1] = bytes([random.integers(256)])
    elif what <= 3:
        word = WORDS[random.integers(len(WORDS))]
        data[place:place + len(word)] = word
    elif what == 4:
        del data[place:place + length]
    elif what == 5:
        data[place:place] = data[place:place + length] * int(random.integers(1, 50))
    elif what == 6:
        other = files[names[random.integers(len(names))]]
        start = int(random.integers(len(other)))
        data[place:place + length] = other[start:start + length]
    else:
        del data[max(20, int(len(data) * random.random())):]


def _repair(data: bytearray) -> None:
    """Make the checksums of a PNG right, so that what was changed is read."""
    place = 8
    while place + 12 <= len(data):
        end = place + 8 + int.from_bytes(data[place:place + 4])
        data[end:end + 4] = struct.pack(">I", zlib.crc32(data[place + 4:end]))
        place = end + 4


@dataclass(slots=True)
class Outcome:
    """What came of many mutated files."""

    opened: int = 0
    refused: int = 0
    escaped: list[tuple[str, str, bytes]] = field(default_factory=list)
    """Name, error and content of those that raised anything but a sentence."""
    slowest: tuple[float, str, bytes] = (0.0, "", b"")
    """CPU time, s."""
    grown: int = 0
    """By how much the most memory that the process ever took grew, bytes."""
    said: Counter[str] = field(default_factory=Counter)


def tried(count: int, seed: int) -> Outcome:
    """Open ``count`` mutated files and return what came of them."""
    outcome = Outcome()
    files = sound_files()
    for data in files.values():
        open_image(data)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, data in mutated(files, count, seed):
        start = time.process_time()
        try:
            open_image(data, "x")
            outcome.opened += 1
        except ExplorerError as error:
            outcome.refused += 1
            outcome.said[error.message.template[:60]] += 1
        except BaseException as error:  # noqa: BLE001
            outcome.escaped.append((name, repr(error), data))
        outcome.slowest = max(outcome.slowest, (time.process_time() - start, name, data))
    outcome.grown = 1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    return outcome


if __name__ == "__main__":
    number, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    done = tried(number, seed)
    print(f"{done.opened} opened, {done.refused} refused, {len(done.escaped)} escaped; slowest {done.slowest[0]:.2f} s "
          f"({done.slowest[1]}); memory grew by {done.grown / 1e6:.0f} MB")
    print(*done.said.most_common(20), sep="\n")
    print(*{error: name for name, error, _ in done.escaped}.items(), sep="\n")
