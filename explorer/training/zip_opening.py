"""A ZIP's directory, read only where it is known not to fill the memory."""

from __future__ import annotations

import io
import struct
from zipfile import BadZipFile, ZipFile

from explorer.errors import DataError, LimitError
from explorer.settings import Settings, settings

END = b"PK\x05\x06"
END_BYTES = 22
END64 = b"PK\x06\x06"
END64_BYTES = 56
LOCATOR = b"PK\x06\x07"
LOCATOR_BYTES = 20
LONGEST_COMMENT = 2**16 - 1
ENTRY_BYTES = 46 + 300
"""Of a file's line in a ZIP's directory: the fixed part, and a long name."""


def opened(data: bytes, limits: Settings | None = None) -> ZipFile:
    """Return the ZIP in ``data``, with its directory read; ``limits`` are those of this server by default.

    Raises:
        DataError: not a ZIP.
        LimitError: too large, or a directory so long that reading it would fill the memory.
    """
    limits = limits or settings()
    if len(data) > limits.zip_bytes:
        raise LimitError("The ZIP has {size:,.1f} MB; this server takes up to {most:,.1f} MB. Use fewer or smaller "
                         "pictures.", size=len(data) / 1e6, most=limits.zip_bytes / 1e6)
    if directory_bytes(data) > ENTRY_BYTES * limits.zip_files:
        raise LimitError("The directory of the ZIP is longer than that of {most:,} files, the most that this server "
                         "takes. Use fewer pictures.", most=limits.zip_files)
    try:
        return ZipFile(io.BytesIO(data))
    except (BadZipFile, NotImplementedError, OSError, ValueError, struct.error) as error:
        raise DataError("This file cannot be read as a ZIP ({reason}). Pack the folders again as a plain .zip file.",
                        reason=str(error)) from error


def directory_bytes(data: bytes) -> int:
    """Return how long the list of files at the end of a ZIP is, by any of its records; 0 where there is none.

    Python's ``zipfile`` reads as much, whatever the number of files is said to be.

    Source:
        PKWARE, .ZIP File Format Specification 6.3.10, 4.3.14 to 4.3.16.
    """
    place = data.rfind(END, max(0, len(data) - END_BYTES - LONGEST_COMMENT), len(data) - END_BYTES + len(END))
    if place < 0:
        return 0
    sizes: list[int] = [*struct.unpack_from("<L", data, place + 12)]
    locator = place - LOCATOR_BYTES
    if locator >= 0 and data.startswith(LOCATOR, locator):
        (stated,) = struct.unpack_from("<Q", data, locator + 8)
        for start in (locator - END64_BYTES, stated):
            if 0 <= start <= locator - END64_BYTES and data.startswith(END64, start):
                sizes += struct.unpack_from("<Q", data, start + 40)
    return max(sizes)
