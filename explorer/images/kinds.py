"""What kind of file this is, by its first bytes: a name alone is never believed.

Kinds that are opened are known by Pillow's name of their decoder; each of the others has a sentence that says what it
is and what opens it.

Source:
    The formats' own specifications, as the signatures name them: PNG 3rd ed. 5.2, ITU-T T.81 B.1.1.3 (JPEG), RFC 9649
    (WebP), GIF89a 17, TIFF 6.0 section 2 and TIFF/EP, ISO/IEC 14496-12 4.3 and 23008-12 (HEIF), AV1-AVIF 1.2.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from explorer.errors import N_, Message, message

FIRST_BYTES = 4096
"""So many of a file tell its kind."""
OPENED_EXTENSIONS = (".png", ".apng", ".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".webp", ".gif", ".bmp", ".dib", ".tif",
                     ".tiff", ".heic", ".heif", ".hif", ".avif")
"""What files of the kinds that are opened are called, in small letters."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file."""

    title: str
    """For people: ``HEIC``, ``PDF``."""
    decoder: str = ""
    """What opens it; empty: nothing here does."""
    refusal: str = ""
    """What is said of a file ``{name}`` that is not opened: what it is, and what to do."""

    @property
    def is_opened(self) -> bool:
        """Say whether pictures of this kind are opened."""
        return bool(self.decoder)

    def said_of(self, name: str) -> Message:
        """Return why a file of this kind is not opened."""
        return message(self.refusal, name=name)


PNG, JPEG, WEBP, GIF, BMP, TIFF, HEIC, AVIF = (
    FileKind(title, title.upper()) for title in ("PNG", "JPEG", "WebP", "GIF", "BMP", "TIFF", "HEIC", "AVIF"))


def _other(title: str, refusal: str) -> FileKind:
    return FileKind(title, refusal=refusal)


EMPTY = _other("empty", N_("{name} is empty: it has 0 bytes. Copy or download it again."))
ZEROS = _other("zeros", N_(
    "{name} begins with nothing but zeros, as files do that were not downloaded to the end or are kept in a cloud "
    "only. Download it again."))
PDF = _other("PDF", N_(
    "{name} is a PDF document. Export its page as PNG or JPEG, or take a screenshot of it, and open that."))
POSTSCRIPT = _other("PostScript", N_(
    "{name} is a PostScript or Illustrator drawing, not made of pixels. Export it as PNG and open that."))
SVG = _other("SVG", N_(
    "{name} is an SVG drawing, not made of pixels. Open it in a browser or a drawing program, export it as PNG, and "
    "open that."))
HTML = _other("HTML", N_(
    "{name} is a web page, not a picture. Open the page, save the picture itself (right click, Save image as), and "
    "open that."))
POINTER = _other("Git LFS", N_(
    "{name} is a note of Git LFS where the picture should be. Fetch the picture with git lfs pull."))
TEXT = _other("text", N_("{name} is a text file, not a picture. Choose the picture itself."))
PSD = _other("Photoshop", N_(
    "{name} is a Photoshop file. Export it as PNG or JPEG in Photoshop, GIMP or Krita, and open that."))
LAYERED = _other("GIMP", N_("{name} is a GIMP file. Export it as PNG or JPEG in GIMP, and open that."))
RAW = _other("camera raw", N_(
    "{name} is a camera's raw file. Develop it in the camera's program, darktable, RawTherapee or Lightroom, export "
    "it as JPEG, and open that."))
JPEG_XL = _other("JPEG XL", N_(
    "{name} is a JPEG XL picture, which is not opened here. Open it in a picture program, save it as PNG or JPEG, and "
    "try again."))
JPEG_2000 = _other("JPEG 2000", N_(
    "{name} is a JPEG 2000 picture, which is not opened here. Open it in a picture program, save it as PNG or JPEG, "
    "and try again."))
ICON = _other("icon", N_("{name} is an icon or cursor. Open it in a picture program, save it as PNG, and try again."))
OTHER_PICTURE = _other("other picture", N_(
    "{name} is a picture of a kind that is not opened here. Open it in a picture program, save it as PNG or JPEG, and "
    "try again."))
MEDICAL = _other("DICOM", N_(
    "{name} is a medical scan (DICOM or NIfTI). Export the slice as PNG in the program that shows it, and open that."))
ARRAY = _other("array", N_(
    "{name} holds numbers (NumPy, HDF5, FITS or MATLAB), not a picture. Save them as a PNG and open that."))
VIDEO = _other("video", N_(
    "{name} is a video. Take a still picture of it: pause it, take a screenshot, and open that."))
SOUND = _other("sound", N_("{name} is a sound file, not a picture. Choose the picture itself."))
ZIP = _other("ZIP", N_(
    "{name} is a ZIP file or an Office document. Unpack the picture, or save it out of the document, and open that; a "
    "ZIP of class folders is opened on Fine-tune."))
ARCHIVE = _other("archive", N_("{name} is a packed archive. Unpack it and open the picture in it."))
OFFICE = _other("Office", N_(
    "{name} is an Office document or a Windows database of thumbnails. Save the picture out of it and open that."))
RESOURCE = _other("AppleDouble", N_(
    "{name} is what macOS keeps beside a picture, not the picture. Choose the file of the same name without ._ in "
    "front."))
UNKNOWN = _other("unknown", N_(
    "{name} is no picture that is known here, by its first bytes. PNG, JPEG, WebP, GIF, BMP, TIFF, HEIC and AVIF "
    "pictures are opened. Open it in a picture program, save it as PNG or JPEG, and try again."))

SIGNATURES: tuple[tuple[int, bytes, FileKind], ...] = (
    (0, b"\xff\xd8\xff", JPEG), (0, b"\x89PNG\r\n\x1a\n", PNG), (0, b"GIF87a", GIF), (0, b"GIF89a", GIF),
    (0, b"%PDF", PDF), (0, b"%!PS", POSTSCRIPT), (0, b"\xc5\xd0\xd3\xc6", POSTSCRIPT),
    (0, b"8BPS", PSD), (0, b"gimp xcf", LAYERED),
    (0, b"FUJIFILMCCD-RAW", RAW), (0, b"IIRO", RAW), (0, b"IIRS", RAW), (0, b"MMOR", RAW), (0, b"IIU\0", RAW),
    (0, b"FOVb", RAW), (0, b"\0MRM", RAW), (8, b"CR\x02", RAW), (6, b"HEAPCCDR", RAW),
    (0, b"\xff\x0a", JPEG_XL), (0, b"\0\0\0\x0cJXL ", JPEG_XL), (0, b"\0\0\0\x0cjP  ", JPEG_2000),
    (0, b"\xff\x4f\xff\x51", JPEG_2000), (0, b"\0\0\1\0", ICON), (0, b"\0\0\2\0", ICON), (0, b"icns", ICON),
    (0, b"v/1\x01", OTHER_PICTURE), (0, b"#?RADIANCE", OTHER_PICTURE), (0, b"qoif", OTHER_PICTURE),
    (0, b"DDS ", OTHER_PICTURE), (0, b"\xd7\xcd\xc6\x9a", OTHER_PICTURE), (40, b" EMF", OTHER_PICTURE),
    (128, b"DICM", MEDICAL), (344, b"n+1\0", MEDICAL), (0, b"\x93NUMPY", ARRAY), (0, b"\x89HDF\r\n\x1a\n", ARRAY),
    (0, b"SIMPLE  =", ARRAY), (0, b"MATLAB 5.0", ARRAY),
    (0, b"\x1aE\xdf\xa3", VIDEO), (0, b"FLV\x01", VIDEO), (0, b"\0\0\1\xba", VIDEO), (0, b"\0\0\1\xb3", VIDEO),
    (0, b"0&\xb2u\x8ef\xcf\x11", VIDEO), (0, b"ID3", SOUND), (0, b"OggS", SOUND), (0, b"fLaC", SOUND),
    (0, b"PK\3\4", ZIP), (0, b"PK\5\6", ZIP), (0, b"7z\xbc\xaf\x27\x1c", ARCHIVE), (0, b"Rar!", ARCHIVE),
    (0, b"\x1f\x8b", ARCHIVE), (0, b"BZh", ARCHIVE), (0, b"\xfd7zXZ", ARCHIVE), (0, b"\x28\xb5\x2f\xfd", ARCHIVE),
    (257, b"ustar", ARCHIVE), (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OFFICE), (0, b"\0\5\x16\x07", RESOURCE),
    (0, b"version https://git-lfs", POINTER),
)
"""Where in a file which bytes stand."""
BMP_HEADERS = {struct.pack("<I", size) for size in (12, 16, 40, 52, 56, 64, 108, 124)}
TIFF_STARTS: Mapping[bytes, str] = {b"II*\0": "<", b"MM\0*": ">", b"II+\0": "", b"MM\0+": ""}
"""And the order of bytes; none is read of BigTIFF."""
RIFF: Mapping[bytes, FileKind] = {b"WEBP": WEBP, b"AVI ": VIDEO, b"WAVE": SOUND}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1", b"mif2"}
AVIF_BRANDS = {b"avif", b"avis", b"avio"}
QUICKTIME = {b"moov", b"mdat", b"wide", b"pnot", b"free", b"skip"}
# TIFF/EP: a reduced picture stands first (tag 254), before the raw one; DNG says its version (tag 50706).
SUBFILE_TYPE, DNG_VERSION = 254, 50706


def kind_of(first: bytes) -> FileKind:
    """Return what kind of file begins with these bytes; ``FIRST_BYTES`` of them are enough, all of a short one."""
    if not first:
        return EMPTY
    for place, sign, kind in SIGNATURES:
        if first.startswith(sign, place):
            return kind
    if first.startswith(b"BM") and first[14:18] in BMP_HEADERS:
        return BMP
    if first[4:8] == b"ftyp":
        return _of_brands(first)
    if first[:4] in TIFF_STARTS:
        return RAW if _is_raw(first) else TIFF
    if first[:4] == b"RIFF":
        return RIFF.get(first[8:12], UNKNOWN)
    if first[4:8] in QUICKTIME:
        return VIDEO
    return _of_text(first) or (UNKNOWN if any(first[:FIRST_BYTES]) else ZEROS)


def named_as_picture(name: str) -> bool:
    """Say whether a file is called as pictures are that are opened."""
    return PurePosixPath(name).suffix.lower() in OPENED_EXTENSIONS


def _of_brands(first: bytes) -> FileKind:
    """Return the kind of an ISO base media file by the brands that it says to follow."""
    length = min(int.from_bytes(first[:4]), FIRST_BYTES)
    brands = [first[8:12], *(first[place:place + 4] for place in range(16, length - 3, 4))]
    if brands[0] == b"crx ":
        return RAW
    if brands[0] in HEIC_BRANDS | AVIF_BRANDS:
        return AVIF if AVIF_BRANDS & set(brands) else HEIC
    return SOUND if brands[0] in {b"M4A ", b"M4B "} else VIDEO


def _is_raw(first: bytes) -> bool:
    """Say whether the first directory of a TIFF file is that of a camera's raw file."""
    order = TIFF_STARTS[first[:4]]
    if not order or len(first) < 10:
        return False
    (start,) = struct.unpack_from(f"{order}I", first, 4)
    if start + 2 > len(first):
        return False
    (count,) = struct.unpack_from(f"{order}H", first, start)
    for entry in range(start + 2, min(start + 2 + 12 * count, len(first) - 11), 12):
        tag, _type, _count, value = struct.unpack_from(f"{order}HHII", first, entry)
        if tag == DNG_VERSION or (tag == SUBFILE_TYPE and value == 1):
            return True
    return False


def _of_text(first: bytes) -> FileKind | None:
    """Return the kind of a text by how it begins, or None where it is none."""
    start = first[:FIRST_BYTES]
    encoding = "utf-16" if start[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    text = start.decode(encoding, errors="replace")
    strange = sum(letter == "\ufffd" or (letter < " " and letter not in "\t\n\r\f\x1b") for letter in text)
    if strange > len(text) // 50 + 1 or not text.strip():
        return None
    small = text.lower()
    if "<svg" in small:
        return SVG
    return HTML if "<html" in small or small.lstrip().startswith("<!doctype html") else TEXT
