"""HEIC and AVIF by their boxes: how many pixels the decoder will really decode for the picture that is shown.

A header may say 64 x 64 px while a thousand hidden tiles, or a thousand hidden frames, of 16 megapixels lie behind it:
46 KB of HEIC took 113 s. So the coded pictures are counted that the primary picture is made of, each with its size.
What is not understood here is an error, as a decoder could understand it.

Source:
    ISO/IEC 14496-12 8.11 (meta, iloc, iinf, iref, iprp), 23008-12 6.5 and 6.6 (ispe, grid, overlay), H.265 7.3.1.2 (NAL
    units), AV1 specification 5.3 and 5.5 (OBUs, sequence header).
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Box = tuple[bytes, bytes]
"""Name and content."""
LARGEST_META = 2**20
"""Largest box about the pictures of a file, bytes; a phone's, with 50 tiles, has 4 kB."""
MOST_ITEMS = 10_000
"""Most items that are visited."""
MOST_UNITS = 50_000
"""Most units of the coded data of all pictures together."""
SLICE_NALS = 32
SEQUENCE_OBU, FRAME_OBUS = 1, {3, 6}


@dataclass(slots=True)
class CodedItem:
    """One picture, or what belongs to one. ``parts``: the items that it is made of; ``helpers``: alpha and the like."""

    kind: bytes = b""
    data: list[bytes | memoryview] = field(default_factory=list)
    size: tuple[int, int] = (0, 0)
    parts: list[int] = field(default_factory=list)
    helpers: list[int] = field(default_factory=list)


def boxes(data: bytes) -> Iterator[Box]:
    """Yield the boxes that lie side by side in ``data``."""
    place = 0
    while place < len(data):
        length, name = struct.unpack_from(">I4s", data, place)
        start = place + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start)
            start += 8
        end = place + length if length else len(data)
        if end < start or end > len(data):
            raise ValueError(f"box {name!r} of {length} bytes")
        yield name, data[start:end]
        place = end


def coded_pictures(data: bytes) -> list[int]:
    """Return the pixels of each coded picture that is decoded to show the primary one, width x height.

    Raises:
        ValueError, struct.error, LookupError: the boxes are damaged, or say what is not understood here.
    """
    metas = [content for name, content in _outermost(data) if name == b"meta"]
    if len(metas) != 1 or len(metas[0]) > LARGEST_META:
        raise ValueError(f"{len(metas)} boxes of pictures")
    primary, items = _items(data, dict(_once(boxes(metas[0][4:]))))
    pending, found, visits, units = [primary], [], 0, iter(range(MOST_UNITS))
    while pending:
        item, visits = items[pending.pop()], visits + 1
        if visits > MOST_ITEMS:
            raise ValueError("pictures within pictures")
        pending += (*item.parts, *item.helpers)
        if not item.parts:
            found += _pixels(item, units)
    return found


def _outermost(data: bytes) -> Iterator[Box]:
    """Yield the boxes of a file up to where they end; cameras append other things, which decoders do not read."""
    try:
        yield from boxes(data)
    except (ValueError, struct.error):
        return


def _pixels(item: CodedItem, units: Iterator[int]) -> list[int]:
    coded = b"".join(item.data)
    if item.kind == b"av01":
        return list(_of_av1(coded, units))
    return [item.size[0] * item.size[1]] * (_pictures_of_hevc(coded, units) if item.kind == b"hvc1" else 1)


def _once(found: Iterator[Box]) -> Iterator[Box]:
    names = set()
    for name, content in found:
        if name in names and name not in {b"free", b"skip", b"uuid"}:
            raise ValueError(f"{name!r} twice")
        names.add(name)
        yield name, content


def _items(data: bytes, meta: dict[bytes, bytes]) -> tuple[int, dict[int, CodedItem]]:
    """Return the number of the primary picture, and all items by number."""
    items: dict[int, CodedItem] = {}
    wide = meta[b"iinf"][0] > 0
    for _, info in boxes(meta[b"iinf"][8 if wide else 6:]):
        large = info[0] >= 3
        number, = struct.unpack_from(">I" if large else ">H", info, 4)
        if number in items:
            raise ValueError(f"item {number} twice")
        items[number] = CodedItem(info[10 if large else 8:][:4])
    for number, content in _extents(meta[b"iloc"], data, meta.get(b"idat", b"")):
        if number in items:
            items[number].data.append(content)
    _sizes(meta[b"iprp"], items)
    _references(meta.get(b"iref", bytes(4)), items)
    primary, = struct.unpack_from(">I" if meta[b"pitm"][0] else ">H", meta[b"pitm"], 4)
    return primary, items


def _extents(iloc: bytes, data: bytes, idat: bytes) -> Iterator[tuple[int, memoryview]]:
    """Yield numbers of items with each part of their data, which all together are not much more than the file."""
    room = LARGEST_META + 4 * len(data)
    version, sizes = iloc[0], iloc[4] << 8 | iloc[5]
    widths = [sizes >> shift & 15 for shift in (12, 8, 4, 0)]
    place = 6

    def number(width: int) -> int:
        nonlocal place
        place += width
        if place > len(iloc):
            raise ValueError("iloc ends")
        return int.from_bytes(iloc[place - width:place])

    for _ in range(number(4 if version == 2 else 2)):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version else 0
        number(2)
        base = number(widths[2])
        for _ in range(number(2)):
            number(widths[3] if version else 0)
            start, length = base + number(widths[0]), number(widths[1])
            if method > 1:
                raise ValueError("data in another item")
            content = memoryview(idat if method else data)[start:start + length if length else None]
            room -= len(content)
            if room < 0:
                raise ValueError("data of many items")
            yield item, content


def _sizes(iprp: bytes, items: dict[int, CodedItem]) -> None:
    """Give items the largest of the sizes (ispe) that are said of them."""
    properties: list[Box] = []
    associations = []
    for name, content in boxes(iprp):
        if name == b"ipco":
            properties += boxes(content)
        elif name == b"ipma":
            associations.append(content)
    for content in associations:
        large, wide = content[0] > 0, content[3] & 1
        place = 8
        for _ in range(int.from_bytes(content[4:8])):
            number, count = struct.unpack_from(">IB" if large else ">HB", content, place)
            place += 5 if large else 3
            for _ in range(count):
                index, = struct.unpack_from(">H" if wide else ">B", content, place)
                place += 2 if wide else 1
                name, body = properties[(index & (0x7FFF if wide else 0x7F)) - 1]
                if name == b"ispe" and number in items:
                    items[number].size = max(items[number].size, struct.unpack_from(">II", body, 4))


def _references(iref: bytes, items: dict[int, CodedItem]) -> None:
    form = ">I" if iref[0] else ">H"
    width = struct.calcsize(form)
    found: defaultdict[bytes, list[tuple[int, list[int]]]] = defaultdict(list)
    for name, content in boxes(iref[4:]):
        source, count = *struct.unpack_from(form, content), *struct.unpack_from(">H", content, width)
        targets = [struct.unpack_from(form, content, width + 2 + width * at)[0] for at in range(count)]
        found[name].append((source, targets))
    for source, targets in found[b"dimg"]:
        items[source].parts += targets
    for source, targets in found[b"auxl"]:
        for target in targets:
            items[target].helpers.append(source)


def _pictures_of_hevc(data: bytes, units: Iterator[int]) -> int:
    """Return how many pictures begin in NAL units that follow their lengths, 4 bytes each."""
    place = pictures = 0
    for _ in units:
        if place + 7 > len(data):
            return pictures
        pictures += (data[place + 4] >> 1 & 63) < SLICE_NALS and data[place + 6] >> 7
        place += 4 + int.from_bytes(data[place:place + 4])
    raise ValueError("too many units")


def _of_av1(data: bytes, units: Iterator[int]) -> Iterator[int]:
    """Yield the most pixels that each frame may have, by the sequence header that it follows."""
    place = size = 0
    for _ in units:
        if place >= len(data):
            return
        head, place = data[place], place + (2 if data[place] & 4 else 1)
        length = len(data) - place
        if head & 2:
            length, place = _leb128(data, place)
        if head >> 3 & 15 == SEQUENCE_OBU:
            size = _sequence_pixels(data[place:place + length])
        elif head >> 3 & 15 in FRAME_OBUS:
            yield size
        place += length
    raise ValueError("too many units")


def _leb128(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 56, 7):
        value |= (data[place] & 127) << shift
        place += 1
        if data[place - 1] < 128:
            break
    return value, place


def _sequence_pixels(header: bytes) -> int:
    """Return the pixels of the largest frame that a sequence header allows (AV1, 5.5.1)."""
    bits = int.from_bytes(header)
    left = 8 * len(header)

    def read(count: int) -> int:
        nonlocal left
        left -= count
        if left < 0:
            raise ValueError("sequence header ends")
        return bits >> left & (1 << count) - 1

    read(4)
    if reduced := read(1):
        read(5)
    else:
        _skip_timing(read)
    widths = read(4) + 1, read(4) + 1
    width, height = (read(count) + 1 for count in widths)
    # A frame of a sequence may be of any size that so many bits can say; a still picture has that of the header.
    return width * height if reduced else max(width * height, (1 << sum(widths)) // 4)


def _skip_timing(read: Callable[[int], int]) -> None:
    """Read on to the size: timing, decoder model and operating points (AV1, 5.5.1 to 5.5.5)."""
    delay = 0
    if timing := read(1):
        read(64)
        if read(1):
            zeros = 0
            while not read(1):
                zeros += 1
            read(min(zeros, 32))
        if timing := read(1):
            delay = read(5) + 1
            read(42)
    shown_delay = read(1)
    for _ in range(read(5) + 1):
        read(12)
        if read(5) > 7:
            read(1)
        if timing and read(1):
            read(2 * delay + 1)
        if shown_delay and read(1):
            read(4)
