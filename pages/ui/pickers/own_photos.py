"""Readers' own photos: kept in this server's memory, so that a reload or a phone that slept loses none of them.

Nothing is written to disk. What was not asked for in a while is forgotten, and what was used longest ago makes room,
so that a class of forty fits.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from time import monotonic

from explorer.images import Picture
from explorer.settings import settings

MOST_OWN = 3
"""How many photos of their own a reader keeps; the oldest makes room for the next."""


@dataclass(slots=True)
class OwnPhotos:
    """The photos of one reader by name, and the files that they came in by the key of the photo."""

    photos: dict[str, Picture] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    taken: int = 0
    """How many there have been; the next is called by the next number."""
    used: float = 0.0
    """When they were asked for last, s."""

    @property
    def size(self) -> int:
        """Return what they take, bytes."""
        return sum(photo.pixels.nbytes for photo in self.photos.values()) + sum(map(len, self.files.values()))

    def add(self, picture: Picture, content: bytes, most_bytes: int) -> str:
        """Return the name under which ``picture`` is kept from now on; the same pixels keep theirs.

        Its file ``content`` is kept beside it; the oldest files make room where all are larger than ``most_bytes``.
        """
        name = next((name for name, kept in self.photos.items() if kept.key == picture.key), None)
        if name is None:
            self.taken += 1
            name = f"own{self.taken}"
            self.photos[name] = picture
            if len(self.photos) > MOST_OWN:
                self.files.pop(self.photos.pop(next(iter(self.photos))).key, None)
        self.files.pop(picture.key, None)
        self.files[picture.key] = content
        while sum(map(len, self.files.values())) > most_bytes:
            del self.files[next(iter(self.files))]
        return name


class Shelf:
    """The photos of all readers, by reader; safe to use from many threads."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, OwnPhotos] = OrderedDict()
        self._lock = Lock()

    @property
    def size(self) -> int:
        """Return what the photos of all readers take, bytes."""
        with self._lock:
            return sum(one.size for one in self._kept.values())

    def photos(self, reader: str) -> Mapping[str, Picture]:
        """Return the photos of ``reader`` by name, the oldest first."""
        found = self._find(reader)
        return dict(found.photos) if found else {}

    def file(self, reader: str, key: str) -> bytes | None:
        """Return the file that the photo with this ``key`` came in, or None where it made room for newer ones."""
        found = self._find(reader)
        return found.files.get(key) if found else None

    def add(self, reader: str, picture: Picture, content: bytes) -> str:
        """Keep a photo of ``reader`` and the file it came in, and return its name, ``own1``, ``own2``, ..."""
        with self._lock:
            own = self._kept.setdefault(reader, OwnPhotos())
            own.used = self._clock()
            self._kept.move_to_end(reader)
            name = own.add(picture, content, settings().image_bytes)
            used = sum(one.size for one in self._kept.values())
            while used > settings().photos_bytes and len(self._kept) > 1:
                used -= self._kept.popitem(last=False)[1].size
            return name

    def replace(self, reader: str, name: str, picture: Picture) -> None:
        """Keep ``picture`` instead of the photo ``name``: another way to open the same file."""
        with self._lock:
            own = self._kept.get(reader)
            if own and name in own.photos:
                content = own.files.pop(own.photos[name].key, None)
                own.photos[name] = picture
                if content is not None:
                    own.files[picture.key] = content

    def forget(self, reader: str) -> None:
        """Let go of all photos of ``reader``; the numbers of later ones go on."""
        with self._lock:
            if reader in self._kept:
                self._kept[reader] = OwnPhotos(taken=self._kept[reader].taken, used=self._clock())

    def hand_over(self, reader: str, to: str) -> None:
        """Make the photos of ``reader`` those of ``to``, who keeps their own where they have some."""
        with self._lock:
            if reader in self._kept and to not in self._kept:
                self._kept[to] = self._kept.pop(reader)

    def _find(self, reader: str) -> OwnPhotos | None:
        """Return what ``reader`` keeps, used now; whatever was not asked for in too long is forgotten first."""
        with self._lock:
            oldest = self._clock() - settings().photos_s
            while self._kept and next(iter(self._kept.values())).used < oldest:
                self._kept.popitem(last=False)
            if reader in self._kept:
                self._kept[reader].used = self._clock()
                self._kept.move_to_end(reader)
            return self._kept.get(reader)


@cache
def shelf() -> Shelf:
    """Return the shelf of this server."""
    return Shelf()
