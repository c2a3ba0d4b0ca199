"""One file out of a ZIP, in memory, at no more cost than its directory states, whatever is wrong with it."""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable
from copy import copy
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from explorer.errors import ImageError, Message, message
from explorer.images import check_file_size
from explorer.runtime import size_text

# What Python's zipfile and its decompressors raise on damaged content; found by changing bytes (test_fuzz.py).
BROKEN = (BadZipFile, NotImplementedError, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, RuntimeError,
          ValueError, LookupError, TypeError, ArithmeticError, MemoryError)
# PKWARE, .ZIP File Format Specification 6.3.10, 4.4.5.
METHODS = {1: "Shrink", 2: "Reduce", 3: "Reduce", 4: "Reduce", 5: "Reduce", 6: "Implode", 9: "Deflate64", 10: "DCL",
           18: "TERSE", 19: "LZ77", 20: "Zstandard", 93: "Zstandard", 94: "MP3", 95: "XZ", 96: "JPEG", 97: "WavPack",
           98: "PPMd", 99: "AES"}
MOST_DICTIONARY = 2**26
"""Of LZMA, bytes; 7-Zip's *ultra* takes as much. The memory is taken before anything is unpacked."""
SPARE = 2**16
"""Bytes that a file may have more packed than unpacked, and a twentieth."""


class _UnpackError(ValueError):
    """What is wrong with a file was found here, not by Python's decompressors, so that it can be translated."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


def unpacked(archive: ZipFile, entry: ZipInfo, name: str) -> bytes:
    """Return the content of a file that is no larger than a picture may be.

    Python's own ``ZipFile.read`` unpacks all that is there before it cuts it to the size that was stated: a file of
    200 bytes took 300 MB.

    Raises:
        ImageError: it is damaged, or packed in a way that cannot be undone here.
        LimitError: larger than this server takes; nothing was unpacked.
    """
    check_file_size(entry.file_size, name)
    if entry.compress_type not in DECOMPRESSORS:
        raise ImageError("{name} is packed with {method}, which cannot be unpacked here. Pack the folders again with "
                         "the usual method, Deflate.", name=name,
                         method=METHODS.get(entry.compress_type, str(entry.compress_type)))
    try:
        content = DECOMPRESSORS[entry.compress_type](_packed(archive, entry), entry.file_size + 1)
        if len(content) > entry.file_size or zlib.crc32(content) != entry.CRC:
            raise _UnpackError(message("its checksum does not fit"))
    except BROKEN as error:
        reason = error.reason if isinstance(error, _UnpackError) else str(error) or type(error).__name__
        raise ImageError("{name} is damaged inside the ZIP ({reason}). Pack it again.",
                         name=name, reason=reason) from error
    return content


def _packed(archive: ZipFile, entry: ZipInfo) -> bytes:
    """Return what the ZIP holds of a file, as it is there."""
    as_stored = copy(entry)
    as_stored.compress_type, as_stored.file_size = ZIP_STORED, entry.compress_size
    del as_stored.CRC  # is that of the content
    with archive.open(as_stored) as raw:
        return raw.read(min(entry.compress_size, entry.file_size * 21 // 20 + SPARE))


def _deflated(packed: bytes, most: int) -> bytes:
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)


def _bzipped(packed: bytes, most: int) -> bytes:
    return bz2.BZ2Decompressor().decompress(packed, most)


def _lzma(packed: bytes, most: int) -> bytes:
    """Unpack LZMA behind its head: version, length of the properties, and those: three numbers in one, dictionary.

    Source:
        PKWARE, .ZIP File Format Specification 6.3.10, 5.8.8; I. Pavlov, LZMA specification, 2015.
    """
    length, numbers, dictionary = struct.unpack_from("<HBL", packed, 2)
    if dictionary > MOST_DICTIONARY:
        raise _UnpackError(message("a dictionary of {size}, at most {most} is unpacked", size=size_text(dictionary),
                                  most=size_text(MOST_DICTIONARY)))
    chain = [{"id": lzma.FILTER_LZMA1, "dict_size": max(dictionary, 4096), "lc": numbers % 9, "lp": numbers // 9 % 5,
              "pb": numbers // 45}]
    return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=chain).decompress(packed[4 + length:], most)


DECOMPRESSORS: dict[int, Callable[[bytes, int], bytes]] = {
    ZIP_STORED: lambda packed, most: packed[:most], ZIP_DEFLATED: _deflated, ZIP_BZIP2: _bzipped, ZIP_LZMA: _lzma}
"""By the number of the method: packed bytes, and the most that are unpacked of them."""
