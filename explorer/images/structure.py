"""What a picture's file is made of, counted before a decoder sees it, so that decoding costs what pixels cost.

Decoders take time for each chunk, block, scan or tile, however small it is: a file of 20 MB can hold millions of them
and hold up a server for minutes, though its picture has 64 pixels. Files as cameras and programs write them have a few
thousand. Nothing here allocates more than the file has.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NoReturn

from explorer.errors import LimitError
from explorer.images.boxes import coded_pictures
from explorer.images.kinds import AVIF, BMP, FIRST_BYTES, GIF, HEIC, JPEG, PNG, TIFF, WEBP, FileKind, kind_of
from explorer.runtime import CLOSE, size_text
from explorer.settings import settings

MOST_PIECES = 50_000
"""Most chunks, blocks or tiles of a file. GIF has the smallest, 255 bytes each, which C code reads."""
MOST_GIF_BLOCKS = 200_000
MOST_SCANS = 100
"""Most passes over the picture that a JPEG file makes; programs write about 10."""
MOST_SCANNED = 600_000_000
"""Most pixels of all scans together: 12 scans of a picture of 50 megapixels."""
MOST_RLE_BYTES = 1_000_000
"""Largest run-length coded BMP, which Pillow decodes in Python."""
CODED_SHARE = 3
"""Most pixels that are decoded for one picture, of those that one may have: tiles overhang, alpha comes beside."""
LARGEST_PROFILE = 4_000_000
"""Largest colour profile that is read, bytes; those of printers have up to 3 MB."""


@dataclass(frozen=True, slots=True)
class Structure:
    """What is known of a file before it is decoded."""

    data: bytes
    """What the decoder is given: the file, or less of it."""
    working: float = 0
    """Memory that its decoder takes beside the picture it makes, bytes per pixel of the file."""
    has_more: bool = False
    """There are several pictures in it."""
    is_cut: bool = False
    """It ends too early."""
    profile: bytes | None = None
    """Its colour profile, where the decoder is not asked for it."""


def structure(kind: FileKind, data: bytes, name: str) -> Structure:
    """Return what a file of a kind that is opened is made of; rubbish is left to the decoder.

    Raises:
        LimitError: it is made of so much that decoding would take long.
    """
    return WALKS[kind](data, name)


def is_cut(kind: FileKind, data: bytes) -> bool:
    """Say whether a file that cannot be decoded ends too early, as far as its structure tells."""
    if kind is JPEG:
        return not any(marker == END_OF_IMAGE for marker, _, _ in _segments(data))
    if kind is WEBP:
        return len(data) < 8 + int.from_bytes(data[4:8], "little")
    try:
        return structure(kind, data, "").is_cut
    except LimitError:
        return False


def _too_many(name: str, count: int, most: int) -> NoReturn:
    raise LimitError("{name} is made of more pieces ({count:,}) than pictures are; up to {most:,} are read. Open it in "
                     "a picture program, save it as PNG or JPEG, and try again.", name=name, count=count, most=most)


def _too_many_scans(name: str, scans: int) -> NoReturn:
    raise LimitError("{name} paints its picture in {scans} or more passes (scans), which takes long; programs write "
                     "about 10. Open it in a picture program, save it as PNG or JPEG, and try again.", name=name,
                     scans=scans)


# Chunks that pixels depend on; texts, which may unpack to gigabytes, and all others are left out.
PNG_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"eXIf"}
PNG_START = 8


def _png(data: bytes, name: str) -> Structure:
    """PNG, 3rd edition, 5.3: length, name, content, checksum; again and again."""
    keep, place, count, profile, has_more, ended = [data[:PNG_START]], PNG_START, 0, None, False, False
    while place + 12 <= len(data) and not ended:
        length, end = int.from_bytes(data[place:place + 4]), place + 4
        chunk, end = data[end:end + 4], end + 8 + int.from_bytes(data[place:place + 4])
        if chunk in PNG_CHUNKS:
            keep.append(data[place:end])
        elif chunk == b"iCCP":
            profile = _unpacked(data[place + 8:place + 8 + length])
        elif chunk == b"acTL":
            has_more = int.from_bytes(data[place + 8:place + 12]) > 1
        ended = chunk == b"IEND"
        place, count = end, count + 1
        if count > MOST_PIECES:
            _too_many(name, count, MOST_PIECES)
    return Structure(b"".join(keep), 0, has_more, not ended, profile)


def _unpacked(chunk: bytes) -> bytes:
    """Return the profile in an iCCP chunk, no more than a byte above the limit; empty where it is damaged."""
    _title, _end, packed = chunk.partition(b"\0")
    try:
        return zlib.decompressobj().decompress(packed[1:], LARGEST_PROFILE + 1)
    except zlib.error:
        return b""


# In coded pixels 0xff is followed by 0 or a restart marker, 0xd0 to 0xd7; more of 0xff fills gaps.
MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")
SCAN, END_OF_IMAGE, START_OF_IMAGE, PROGRESSIVE = 0xDA, 0xD9, 0xD8, {0xC2, 0xC6, 0xCA, 0xCE}
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
ALONE = {START_OF_IMAGE, 0x01}


def _jpeg(data: bytes, name: str) -> Structure:
    """ITU-T T.81, B.1: segments of a marker, a length and content; pixels follow on the start of a scan."""
    count = gaps = pixels = channels = 0
    progressive = False
    for marker, at, skipped in _segments(data):
        count, gaps = count + 1, gaps + skipped
        if count > MOST_PIECES or gaps > MOST_PIECES:
            _too_many(name, max(count, gaps), MOST_PIECES)
        if marker in FRAMES and len(data) >= at + 8:
            height, width, channels = struct.unpack_from(">HHB", data, at + 3)
            pixels, progressive = height * width, marker in PROGRESSIVE
        if marker == SCAN:
            break
    scans = _scans(data, min(MOST_SCANS, MOST_SCANNED // max(1, pixels)), name)
    # A progressive picture is kept whole until its last pass: 16 bits for each coefficient.
    return Structure(data, 2 * channels if progressive or scans > 1 else 0)


def _scans(data: bytes, most: int, name: str) -> int:
    """Return the number of scans, or a larger one that is still below ``most``; counting bytes alone is fast."""
    scans = data.count(bytes([0xFF, SCAN]))
    if scans <= most:
        return scans
    scans = 0
    for number, (marker, _, _) in enumerate(_segments(data)):
        scans += marker == SCAN
        if number > MOST_PIECES:
            _too_many(name, number, MOST_PIECES)
        if scans > most:
            _too_many_scans(name, scans)
    return scans


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield marker, place of its length, and bytes skipped before it, to the end of the first picture."""
    place = 0
    while found := MARKER.search(data, place):
        marker, at = found[1][0], found.end()
        yield marker, at, at - 2 - place
        if marker == END_OF_IMAGE:
            return
        place = at if marker in ALONE else at + max(2, int.from_bytes(data[at:at + 2]))


def _gif(data: bytes, name: str) -> Structure:
    """GIF89a, 18 to 26: a table of colours, then blocks in parts of up to 255 bytes; read to the first picture's end.

    Comments are left out: each of their parts is joined to all before it.
    """
    place = 13 + _table(data[10:11])
    keep, blocks, pictures = [data[:place]], 0, 0
    while pictures < 2 and (mark := data[place:place + 1]) in {b"!", b","}:
        start, is_picture = place, mark == b","
        place += 11 + _table(data[place + 9:place + 10]) if is_picture else 2
        while (length := int.from_bytes(data[place:place + 1])) and blocks <= MOST_GIF_BLOCKS:
            place, blocks = place + 1 + length, blocks + 1
        place, blocks, pictures = place + 1, blocks + 1, pictures + is_picture
        if blocks > MOST_GIF_BLOCKS:
            _too_many(name, blocks, MOST_GIF_BLOCKS)
        if pictures < 2 and (is_picture or data[start + 1:start + 2] == b"\xf9"):
            keep.append(data[start:place])
    return Structure(b"".join(keep) + b";", 0, pictures > 1, place > len(data))


def _table(flags: bytes) -> int:
    """Return the length of a table of colours, bytes."""
    return 3 << (flags[0] & 7) + 1 if flags and flags[0] & 0x80 else 0


RLE = {1, 2}


def _bmp(data: bytes, name: str) -> Structure:
    if data[14:18] != b"\x0c\0\0\0" and int.from_bytes(data[30:34], "little") in RLE and len(data) > MOST_RLE_BYTES:
        raise LimitError("{name} is a run-length coded BMP of {size}; up to {most} of that are read. Save it as PNG "
                         "and try again.", name=name, size=size_text(len(data), digits=CLOSE),
                         most=size_text(MOST_RLE_BYTES, digits=CLOSE))
    return Structure(data)


WIDTH, HEIGHT, BITS, COMPRESSION, STRIPS, SAMPLES, TILES = 256, 257, 258, 259, 273, 277, 324
JPEG_WITHIN = {6, 7}


def _tiff(data: bytes, name: str) -> Structure:
    """TIFF 6.0, section 2: a directory of tags, each with type, count and value or its place."""
    order = "<" if data.startswith(b"I") else ">"
    if data[2:4] not in {b"*\0", b"\0*"} or len(data) < 10:
        return Structure(data)
    (start,) = struct.unpack_from(f"{order}I", data, 4)
    if start + 2 > len(data):
        return Structure(data, is_cut=True)
    (count,) = struct.unpack_from(f"{order}H", data, start)
    tags: dict[int, tuple[int, int]] = {}
    for entry in range(start + 2, min(start + 2 + 12 * count, len(data) - 11), 12):
        tag, kind, values = struct.unpack_from(f"{order}HHI", data, entry)
        short = kind == 3 and values == 1
        tags[tag] = values, struct.unpack_from(f"{order}H" if short else f"{order}I", data, entry + 8)[0]
    pieces = max((values for tag, (values, _) in tags.items() if tag in {STRIPS, TILES}), default=0)
    if pieces > MOST_PIECES:
        _too_many(name, pieces, MOST_PIECES)
    if tags.get(COMPRESSION, (1, 1))[1] in JPEG_WITHIN:
        pixels = tags.get(WIDTH, (1, 1))[1] * tags.get(HEIGHT, (1, 1))[1]
        if (scans := data.count(bytes([0xFF, SCAN]))) > pieces + min(MOST_SCANS, MOST_SCANNED // max(1, pixels)):
            _too_many_scans(name, scans)
    (following,) = struct.unpack_from(f"{order}I", data.ljust(start + 18 + 12 * count, b"\0"), start + 2 + 12 * count)
    samples = tags.get(SAMPLES, (1, 1))[1]
    values, bits = tags.get(BITS, (1, 1))
    if values > 2:  # of each channel, elsewhere
        bits = int.from_bytes(data[bits:bits + 2], "little" if order == "<" else "big")
    return Structure(data, min(samples, 8) * min(bits, 64) / 8, 0 < following < len(data))


def _riff(data: bytes, _name: str) -> Structure:
    """RFC 9649, 2.3 and 2.7: RIFF, length of what follows; the flag of an animation in VP8X.

    libwebp keeps the canvas twice with four channels, and hands it over as bytes.
    """
    flags = data[20:21] if data[12:16] == b"VP8X" else b""
    return Structure(data, 12, bool(flags and flags[0] & 2))


def _boxes(data: bytes, name: str) -> Structure:
    """ISO/IEC 14496-12, 4.2: boxes of length, name and content. Planes, then the pixels as bytes, are kept beside."""
    place = count = 0
    while place + 8 <= len(data):
        length = int.from_bytes(data[place:place + 4])
        if length == 1:
            length = int.from_bytes(data[place + 8:place + 16])
        place, count = place + max(8, length or len(data)), count + 1
        if count > MOST_PIECES:
            _too_many(name, count, MOST_PIECES)
    has_more = b"avis" in data[8:min(int.from_bytes(data[:4]), FIRST_BYTES)]
    if kind_of(data) is AVIF:  # of a film the picture that stands for it, as its frames are not counted below
        data = data[:8] + b"avif" + data[12:]
    return Structure(data, 6, has_more, place > len(data))


def check_coded(kind: FileKind, data: bytes, name: str) -> None:
    """Refuse a HEIC or AVIF file behind whose header far more pixels lie than it says.

    Raises:
        LimitError: there are more than a picture of the largest size has, with its transparency and a margin.
        ValueError, struct.error, LookupError: its boxes are damaged or not understood.
    """
    if kind not in {HEIC, AVIF}:
        return
    coded, most = coded_pictures(data), settings().image_pixels
    if max(coded, default=0) > most or sum(coded) > CODED_SHARE * most:
        raise LimitError("{name} is made of {count:,} parts of {pixels:,} pixels; up to {most:,} are decoded. Save it "
                         "as PNG or JPEG in a picture program, and try again.", name=name, count=len(coded),
                         pixels=sum(coded), most=CODED_SHARE * most)


WALKS: dict[FileKind, Callable[[bytes, str], Structure]] = {
    PNG: _png, JPEG: _jpeg, GIF: _gif, BMP: _bmp, TIFF: _tiff, WEBP: _riff, HEIC: _boxes, AVIF: _boxes}
