"""Pictures with classes, as tensors that fit into memory."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from explorer.errors import LimitError, Message, message
from explorer.settings import settings

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

    def __len__(self) -> int:
        return len(self.labels)

    def at(self, rows: Tensor) -> Pictures:
        """Return those of the row numbers ``rows``, in that order."""
        return Pictures(self.images[rows], self.labels[rows])


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DataSet:
    """Pictures to learn from, to choose by, and to measure on once; no picture is in two of the three."""

    train: Pictures
    val: Pictures
    """Never learned from; tells which epoch is best and when to stop. May be empty."""
    test: Pictures
    categories: tuple[str, ...]
    """Names of the classes in the order of their numbers."""
    name: str = ""
    """What :func:`explorer.training.data.opening.open_set` opens it by."""
    title: str = ""
    source: Message = NOT_STATED
    licence: Message = NOT_STATED
    prepared: Message = AS_STORED
    """How files of other sizes and colours became these pictures."""
    notes: tuple[Message, ...] = ()
    """What was left out, and why."""

    @property
    def side(self) -> int:
        """Height and width of every picture, px."""
        return self.train.images.shape[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """A data set as its files have it, before a seed decides on parts that it lacks."""

    pictures: Pictures
    rows: dict[str, Tensor]
    """Row numbers of train, val and test, or of ``ALL`` where there are no parts."""
    categories: tuple[str, ...]
    notes: tuple[Message, ...] = ()
    """What was left out, and why."""


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
        raise LimitError("{count:,} pictures of {side} × {side} px need {size:,.0f} MB of memory; this server gives a "
                         "data set up to {most:,.0f} MB. Take a side of at most {fits} px, or fewer pictures.",
                         count=count, side=side, size=size / 1e6, most=most / 1e6, fits=fits)


def scaled(images: Tensor, side: int, *, at_once: int = 512) -> Tensor:
    """Return pictures (N, C, H, H), uint8, as (N, 3, side, side), uint8; grey ones get three equal channels.

    Bicubic, antialiased when they become smaller.
    """
    if images.shape[2:] != (side, side):
        parts = [functional.interpolate(part.float(), side, mode="bicubic", antialias=True).round_().clamp_(0, 255)
                 .to(torch.uint8) for part in images.split(at_once)]
        images = torch.cat(parts)
    return images.expand(-1, CHANNELS, -1, -1).contiguous()
