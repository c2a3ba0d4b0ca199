"""The same picture twice: found by the bytes of files, then by their pixels, and what is done about it.

A picture that is learned from and measured on makes an accuracy that is too good to be true; one in two classes
teaches nothing; one that is there twice in a class counts twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal, NamedTuple

from torch import Tensor

from explorer.errors import ImageError, LimitError, Message, message
from explorer.images import Framed, kind_of, open_image
from explorer.settings import settings

TwinsWanted = Literal["left_out", "kept"]
"""What is done with the files of an upload that show a picture that is there before, or in another class."""
Kind = Literal["class", "classes", "parts"]
RANK = {"test": 0, "val": 1, "train": 2, "": 2}
"""Of the parts of a data set: where a picture is in two, it stays in the first."""
SAID: dict[Kind, Message] = {
    "class": message("Pictures that are there more than once in their class: {count}; one of each is used. {name} "
                     "is the same as {other}."),
    "classes": message("Pictures that are in more than one class: {count}. They are left out of all of them, as only "
                       "you can say which is right. {name} is the same as {other}."),
    "parts": message("Pictures that are also among those to measure on, or to choose the best epoch by: {count}. "
                     "They are left out of those to learn from. {name} is the same as {other}."),
}
ALL_USED = message("Pictures that are there more than once: {count}. All of them are used, as you chose, so the "
                   "accuracy may be too good to be true.")


@dataclass(frozen=True, slots=True)
class _Print:
    content: bytes
    kind: Hashable
    size: tuple[int, int]
    small: bytes
    """Hash of the square that was made of it: of the same pixels the same, if decoded in the same way."""


@dataclass(frozen=True, slots=True)
class Prints:
    """What files are known by, so that those that show the same picture are found."""

    known: dict[Hashable, _Print] = field(default_factory=dict)

    def add(self, place: Hashable, content: bytes, square: Framed) -> None:
        """Note a file, called ``place``, and the square that was made of its picture."""
        self.known[place] = _Print(sha256(content).digest(), kind_of(content), square.size,
                                   sha256(square.pixels.tobytes()).digest())

    def same(self, read: Callable[[Hashable], bytes]) -> list[list[Hashable]]:
        """Return the places of each picture that is there more than once, in the order in which they were noted.

        Only where sizes and small squares agree, or one picture may have been stored in two ways, all pixels are
        decoded again and compared.

        Args:
            read: returns the content of a file by its place.
        """
        by_bytes = _grouped(self.known, lambda place: self.known[place].content)
        firsts = [some[0] for some in by_bytes]
        together: dict[Hashable, list[Hashable]] = {some[0]: some for some in by_bytes}
        for alike in _grouped(firsts, lambda place: self.known[place].size):
            for some in self._candidates(alike):
                for first, *others in _grouped(some, lambda place: _pixels(read(place), place)):
                    together[first] += [place for other in others for place in together.pop(other)]
        order = {place: number for number, place in enumerate(self.known)}
        return [sorted(some, key=order.__getitem__) for some in together.values() if len(some) > 1]

    def _candidates(self, alike: Sequence[Hashable]) -> list[list[Hashable]]:
        """Return those of one size that may show the same: a JPEG is decoded coarsely, so that a PNG of it differs."""
        if len({self.known[place].kind for place in alike}) > 1:
            return [list(alike)]
        return [some for some in _grouped(alike, lambda place: self.known[place].small) if len(some) > 1]


def _grouped(places: Iterable[Hashable], key: Callable[[Hashable], Hashable]) -> list[list[Hashable]]:
    found: dict[Hashable, list[Hashable]] = defaultdict(list)
    for place in places:
        found[key(place)].append(place)
    return list(found.values())


def _pixels(content: bytes, place: Hashable) -> Hashable:
    """Return the hash of all pixels of a file, in full size; of one too large for that, its place."""
    try:
        return open_image(content, side=settings().image_longest).key
    except (ImageError, LimitError):
        return place


class Belonging(NamedTuple):
    """Where a file belongs. ``part``: train, val or test; empty where the data set has no parts of its own."""

    name: str
    part: str
    category: str


@dataclass(frozen=True, slots=True)
class Twins:
    """A picture that is there more than once."""

    kind: Kind
    """In its class, in several classes of one part, or in several parts."""
    kept: str
    """Name of the file that is used; empty: none."""
    left_out: tuple[str, ...]


def settled(same: Iterable[Sequence[Hashable]], homes: Mapping[Hashable, Belonging]
            ) -> tuple[list[Twins], set[Hashable]]:
    """Return what is said of the pictures that are there more than once, and the places that are left out.

    A picture stays where it is measured on, else where the best epoch is chosen by it, else where it is learned from,
    and there once. Where it is in several classes of that part, it goes from all.

    Args:
        same: the places of each picture.
        homes: of the places that are used at all.
    """
    told, left = [], set()
    for places in same:
        here = [place for place in places if place in homes]
        if len(here) < 2:
            continue
        first = min(RANK[homes[place].part] for place in here)
        top = [place for place in here if RANK[homes[place].part] == first]
        contested = len({homes[place].category for place in top}) > 1
        out = here if contested else [place for place in here if place != top[0]]
        kind: Kind = "classes" if contested else "parts" if len(top) < len(here) else "class"
        told.append(Twins(kind, "" if contested else homes[top[0]].name, tuple(homes[place].name for place in out)))
        left.update(out)
    return told, left


def said_of(told: Sequence[Twins]) -> tuple[Message, ...]:
    """Return a sentence for each kind of ``told``, with the names of one pair."""
    notes = []
    for kind, says in SAID.items():
        some = [one for one in told if one.kind == kind]
        if some:
            name, *others = some[0].left_out
            notes.append(message(says.template, count=sum(len(one.left_out) for one in some), name=name,
                                 other=some[0].kept or others[0]))
    return tuple(notes)


ACROSS = message("Of the {all:,} pictures to choose the best epoch by or to measure on, {count} can be found among "
                 "those to learn from, pixel for pixel. The set is used as it was published, so that results can "
                 "be compared.")
THINNED = 4


def across(train: Tensor, others: Sequence[Tensor]) -> tuple[Message, ...]:
    """Say how many pictures of ``others`` are among those of ``train``, all (N, 3, side, side); nothing for none."""
    coarse = {_hashed(image) for image in _thin(train)}
    suspects = [image for images in others for image, small in zip(images, _thin(images), strict=True)
                if _hashed(small) in coarse]
    if not suspects:
        return ()
    fine = {_hashed(image) for image in train}
    count = sum(_hashed(image) in fine for image in suspects)
    return (message(ACROSS.template, count=count, all=sum(map(len, others))),) if count else ()


def _thin(images: Tensor) -> Tensor:
    return images[:, :, ::THINNED, ::THINNED].contiguous()


def _hashed(image: Tensor) -> bytes:
    return sha256(image.numpy().tobytes()).digest()
