"""What the other files in a ZIP are, by their names, and what to do about each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from explorer.errors import Message, message

NO_CLASS = message("pictures in no class folder: put them into the folder of their class")
LEFT_OUT = message("pictures in a folder that is left out")
TWICE = message("pictures that are there twice, as the set is packed again inside itself: nothing to do")
TABLE = message("tables: only one that names pictures and their classes is used, such as labels.csv")
UNKNOWN = message("no pictures, by their names: nothing to do, or give them the ending of their kind")
_NAMED = (
    (".mp4 .mov .avi .mkv .webm .m4v .3gp .mts", message("videos: save single pictures of them as JPEG")),
    (".cr2 .cr3 .nef .arw .dng .raf .orf .rw2 .pef .srw .raw",
     message("raw files of a camera: export them as JPEG in the camera's program")),
    (".svg .eps .ai .wmf .emf", message("drawings of lines, not of pixels: export them as PNG")),
    (".psd .xcf .kra .clip .afphoto", message("files of a picture program: export them as PNG")),
    (".jp2 .j2k .jpx .jxl .tga .ico .icns .ppm .pgm .pbm .pnm .exr .hdr .dds .pcx",
     message("pictures of a kind that is not opened here: save them as PNG or JPEG")),
    (".dcm .nii .npy .npz .mat .h5 .hdf5 .tfrecord .parquet .pkl .pt .pth",
     message("arrays, not pictures: save each picture as PNG")),
    (".pdf .doc .docx .ppt .pptx .odt .odp .hwp .hwpx",
     message("documents: save the pictures in them as PNG or JPEG files")),
    (".csv .tsv .xls .xlsx .ods", TABLE),
    (".txt .md .json .xml .yaml .yml .html .htm .py .ipynb .log .rtf .ini .cfg",
     message("texts: not needed, nothing to do")),
)
KINDS: dict[str, Message] = {suffix: what for suffixes, what in _NAMED for suffix in suffixes.split()}


@dataclass(frozen=True, slots=True)
class Unused:
    """Files of one folder and kind that are not used."""

    folder: str
    """Empty: in no folder."""
    count: int
    what: Message
    """What they are, and what to do."""
    example: str


def kind_of(name: str) -> Message:
    """Return what a file that is no picture is, by its ending, and what to do."""
    return KINDS.get(PurePosixPath(name).suffix.lower(), UNKNOWN)


def grouped(found: Iterable[tuple[tuple[str, ...], Message]]) -> tuple[Unused, ...]:
    """Return files, by folders and name, and what each is, as one line for each folder and kind, the longest first."""
    counts: Counter[tuple[tuple[str, ...], str]] = Counter()
    first: dict[tuple[tuple[str, ...], str], tuple[tuple[str, ...], Message]] = {}
    for path, what in found:
        key = path[:-1], what.template
        counts[key] += 1
        first.setdefault(key, (path, what))
    return tuple(Unused("/".join(key[0]), count, first[key][1], first[key][0][-1])
                 for key, count in counts.most_common())
