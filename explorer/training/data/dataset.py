"""Pictures with classes, as tensors that fit into memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import torch
from torch import Generator, Tensor
from torch.nn import functional

from explorer.errors import LimitError, Message, message
from explorer.runtime import CLOSE, size_text
from explorer.settings import settings
from explorer.training.data.scene_truth import SceneTruth
from explorer.training.tasks.task_names import TaskName

CHANNELS = 3
ALL = "all"
"""Name of the only part of a data set that comes without parts."""
NOT_STATED = message("Not stated.")
AS_STORED = message("The pictures are used as they are stored.")


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """Pictures ``images`` (N, 3, H, W), uint8, and the number of each one's class, ``labels`` (N,), int64."""

    images: Tensor
    labels: Tensor
    truth: SceneTruth | None = None
    """Of scenes: all that is in them and where."""

    def __len__(self) -> int:
        return len(self.labels)

    def at(self, rows: Tensor) -> Pictures:
        """Return those of the row numbers ``rows``, in that order."""
        return Pictures(self.images[rows], self.labels[rows], self.truth and self.truth.at(rows))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DataSet:
    """Pictures to learn from, to choose by, and to measure on once; no picture is in two of the three."""

    train: Pictures
    val: Pictures
    """Never learned from; tells which epoch is best and when to stop. May be empty."""
    test: Pictures
    categories: tuple[str, ...]
    """Names of the classes in the order of their numbers."""
    task: TaskName = "classify"
    """What is to be learned of the pictures."""
    name: str = ""
    """What :func:`explorer.training.data.opening.open_set` opens it by."""
    title: str = ""
    source: Message = NOT_STATED
    licence: Message = NOT_STATED
    prepared: Message = AS_STORED
    """How files of other sizes and colours became these pictures."""
    notes: tuple[Message, ...] = ()
    """What was left out, and why."""
    told: tuple[Message, ...] = ()
    """What is to be said of pictures that are there more than once."""
    twins: int = 0
    """Files that are left out, or would be, as their picture is there more than once."""
    shown: tuple[float, float] = (1.0, 1.0)
    """How much of a picture the square in its middle shows, on average and at least, 0 to 1."""

    @property
    def side(self) -> int:
        """Height and width of every picture, px."""
        return self.train.images.shape[-1]


@dataclass(frozen=True, slots=True, eq=False)
class UnsplitSet:
    """A data set as its files have it, before a seed decides on parts that it lacks."""

    pictures: Pictures
    rows: dict[str, Tensor]
    """Row numbers of train, val and test, or of ``ALL`` where there are no parts."""
    categories: tuple[str, ...]
    notes: tuple[Message, ...] = ()
    """What was left out, and why."""
    told: tuple[Message, ...] = ()
    """What is to be said of pictures that are there more than once."""
    twins: dict[str, Tensor] = field(default_factory=dict)
    """Row numbers of those, which are in no part as long as nobody wants them, by their part."""
    shown: tuple[float, float] = (1.0, 1.0)
    """How much of a picture the square in its middle shows, on average and at least, 0 to 1."""

    def with_twins(self) -> UnsplitSet:
        """Return the same set with all pictures that are there more than once in their parts."""
        none = torch.empty(0, dtype=torch.int64)
        rows = {part: torch.cat([self.rows.get(part, none), self.twins.get(part, none)]).sort().values
                for part in self.rows.keys() | self.twins.keys()}
        return replace(self, rows=rows, twins={})


def no_pictures(side: int) -> Pictures:
    """Return a part of a data set without pictures."""
    return Pictures(torch.empty(0, CHANNELS, side, side, dtype=torch.uint8), torch.empty(0, dtype=torch.int64))


def check_room(count: int, side: int) -> None:
    """Refuse what would fill the memory, before anything is decoded.

    Raises:
        LimitError: ``count`` pictures of ``side`` x ``side`` px are more than ``settings().set_bytes``.
    """
    most = settings().set_bytes
    size = count * CHANNELS * side * side
    if size > most:
        fits = int((most / (count * CHANNELS)) ** 0.5)
        raise LimitError("{count:,} pictures of {side} × {side} px need {size} of memory; this server gives a "
                         "data set up to {most}. Take a side of at most {fits} px, or fewer pictures.",
                         count=count, side=side, fits=fits, size=size_text(size, digits=CLOSE),
                         most=size_text(most, digits=CLOSE))


def scaled(images: Tensor, side: int, *, at_once: int = 512) -> Tensor:
    """Return pictures (N, C, H, H), uint8, as (N, 3, side, side), uint8; grey ones get three equal channels.

    Bicubic, antialiased when they become smaller.
    """
    if images.shape[2:] != (side, side):
        parts = [functional.interpolate(part.float(), side, mode="bicubic", antialias=True).round_().clamp_(0, 255)
                 .to(torch.uint8) for part in images.split(at_once)]
        images = torch.cat(parts)
    return images.expand(-1, CHANNELS, -1, -1).contiguous()


SHARES = (0.7, 0.15, 0.15)
"""Of train, val and test, where a data set has no parts of its own."""
PART_SHARES = {"val": 0.1, "test": 0.15}
"""Of the training pictures, where a data set has some parts of its own, but not this one."""

Parts = tuple[Pictures, Pictures, Pictures]


def stratified(labels: Tensor, shares: Sequence[float], seed: int) -> tuple[Tensor, ...]:
    """Return row numbers for each share, rising; each row is in exactly one part.

    Within a class each part gets its share rounded down, and the rows left over go to the parts that lost most by
    rounding. A class with as many rows as parts or more has a row in every part.

    Args:
        labels: the number of each row's class (N,).
        shares: sizes of the parts, above 0; they add up to 1.
        seed: the same seed gives the same parts, whatever torch drew before.
    """
    generator = Generator().manual_seed(seed)
    parts: list[list[Tensor]] = [[] for _ in shares]
    for number in labels.unique(sorted=True):
        rows = (labels == number).nonzero()[:, 0]
        rows = rows[torch.randperm(len(rows), generator=generator)]
        for part, some in zip(parts, rows.split(portions(len(rows), shares)), strict=True):
            part.append(some)
    return tuple(torch.cat(part).sort().values if part else torch.empty(0, dtype=torch.int64) for part in parts)


def portions(count: int, shares: Sequence[float]) -> list[int]:
    """Return ``count`` divided into whole numbers close to ``shares``, none of them 0 where there are enough.

    Source:
        Hamilton's method of the largest remainder, after each part was given its least number.
    """
    least = 1 if count >= len(shares) else 0
    wanted = [max(share * count, least) for share in shares]
    given = [int(one) for one in wanted]
    while sum(given) > count:  # a small class: parts were raised to 1, so the largest one pays
        given[given.index(max(given))] -= 1
    by_loss = sorted(range(len(shares)), key=lambda part: given[part] - wanted[part])
    for part in by_loss[:count - sum(given)]:
        given[part] += 1
    return given


def in_three(pictures: Pictures, seed: int) -> Parts:
    """Return ``pictures`` as train, val and test, by ``SHARES``."""
    train, val, test = (pictures.at(rows) for rows in stratified(pictures.labels, SHARES, seed))
    return train, val, test


def completed(stored: UnsplitSet, seed: int) -> Parts:
    """Return train, val and test as a data set has them; parts that it lacks are taken out of its training pictures."""
    if ALL in stored.rows:
        return in_three(stored.pictures.at(stored.rows[ALL]), seed)
    parts = dict(stored.rows)
    for name in ("test", "val"):
        if not len(parts.get(name, ())):
            labels = stored.pictures.labels[parts["train"]]
            left, taken = stratified(labels, (1 - PART_SHARES[name], PART_SHARES[name]), seed)
            parts["train"], parts[name] = parts["train"][left], parts["train"][taken]
    train, val, test = (stored.pictures.at(parts[name]) for name in ("train", "val", "test"))
    return train, val, test


def class_counts(data: DataSet) -> dict[str, list[int]]:
    """Return how many pictures of each class are in train, val and test."""
    return {name: torch.bincount(part.labels, minlength=len(data.categories)).tolist()
            for name, part in (("train", data.train), ("val", data.val), ("test", data.test))}
