"""Thousands of damaged ZIPs, packed in every way: each is answered with a report, soon and in little memory.

A few run with the other tests; ``FUZZ_ZIPS=2000`` before the command runs as many.
"""

from __future__ import annotations

import io
import os
import struct
import time
import tracemalloc
from random import Random
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest
from PIL import Image

from explorer.training.data.upload.report import check_zip

COUNT = int(os.environ.get("FUZZ_ZIPS", "48"))
MOST_S, MOST_BYTES = 2.0, 100_000_000
WAYS = (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA)
LINE, HEAD, LAST = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
# Where numbers stand in a file's line in the directory, in its head, and at the end, and how long each is, bytes.
NUMBERS = {LINE: {6: 2, 8: 2, 10: 2, 16: 4, 20: 4, 24: 4, 28: 2, 30: 2, 32: 2, 38: 4, 42: 4},
           HEAD: {6: 2, 8: 2, 14: 4, 18: 4, 22: 4, 26: 2, 28: 2}, LAST: {8: 2, 10: 2, 12: 4, 16: 4, 20: 2}}
SPECIAL = (0, 1, 9, 14, 0x7F, 0xFF, 0x800, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


def zipped(how):
    """Return a ZIP of three classes, with foreign names, a table and litter in it."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", how) as archive:
        for number in range(4):
            for name in ("train/cat", "train/Kaefer", "test/cat"):
                picture = io.BytesIO()
                drawn = Image.radial_gradient("L").resize((20 + len(name), 20 + number))  # no two alike
                drawn.save(picture, "PNG" if number % 2 else "JPEG")
                archive.writestr(f"{name}/{number}.{'png' if number % 2 else 'jpg'}", picture.getvalue())
        archive.writestr("labels.csv", "file,class\ntrain/cat/0.jpg,lion\n" * 20)
        archive.writestr("__MACOSX/._0.jpg", b"x")
    return buffer.getvalue().replace(b"Kaefer", b"K\x84fer_")


def changed(whole, rng):
    """Return a ZIP with one to four changes: bytes, numbers of its records, runs, cuts, pieces put elsewhere."""
    data = bytearray(whole)
    for _ in range(rng.randint(1, 4)):
        place, kind = rng.randrange(len(data)), rng.randrange(6)
        if kind == 0:
            data[place] = rng.randrange(256)
        elif kind in (1, 2):
            mark = rng.choice((LINE, HEAD, LAST))
            starts = [at for at in range(len(data)) if data.startswith(mark, at)]
            offset, length = rng.choice(list(NUMBERS[mark].items()))
            if starts and (start := rng.choice(starts) + offset) + length <= len(data):
                value = rng.choice((*SPECIAL, rng.randrange(2**32))) % 256**length
                struct.pack_into("<H" if length == 2 else "<L", data, start, value)
        elif kind == 3:
            data[place:place + rng.randrange(40)] = rng.randbytes(rng.randrange(40))
        elif kind == 4:
            del data[place:place + rng.randrange(200)]
        else:
            data[place:place] = data[(start := rng.randrange(len(data))):start + rng.randrange(300)]
    return bytes(data or b"x")


@pytest.mark.parametrize("how", WAYS)
def test_every_damaged_zip_gets_a_report(how, configure):
    configure(class_pictures=2)
    whole = zipped(how)
    assert check_zip(whole).is_usable
    tracemalloc.start()
    for seed in range(COUNT // len(WAYS)):
        tracemalloc.reset_peak()
        before, begun = tracemalloc.get_traced_memory()[0], time.process_time()
        found = check_zip(changed(whole, Random(seed)))
        taken, spent = tracemalloc.get_traced_memory()[1] - before, time.process_time() - begun
        assert spent < MOST_S, (how, seed, spent)
        assert taken < MOST_BYTES, (how, seed, taken)
        assert [str(said) for said in found.refused] == [str(said) for said in found.answered(found.answers).refused]
    tracemalloc.stop()
