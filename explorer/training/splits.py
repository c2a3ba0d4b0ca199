"""Which picture is learned from, which chosen by, which measured on: the same shares of every class, by a seed."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Generator, Tensor

from explorer.training.data.dataset import ALL, DataSet, Pictures, Stored

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


def completed(stored: Stored, seed: int) -> Parts:
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


def counts(data: DataSet) -> dict[str, list[int]]:
    """Return how many pictures of each class are in train, val and test."""
    return {name: torch.bincount(part.labels, minlength=len(data.categories)).tolist()
            for name, part in (("train", data.train), ("val", data.val), ("test", data.test))}
