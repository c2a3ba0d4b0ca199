"""Whether jobs that are compared saw the same pictures, in the same order; said only where their runs say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pages.ui.text import _

Likeness = Literal["order", "seeds", "shuffled", "split", "data"]
Record = Mapping[str, Any]


def likeness(plans: Sequence[Record], checksums: Sequence[Record]) -> Likeness:
    """Return how alike what several runs saw is.

    Args:
        plans: of the runs.
        checksums: what each has written down of what it saw (``checksums.json``); nothing where it has not begun, or
            is of before that was written down. Then its plan tells, as far as it can.

    Returns:
        ``order``: the same pictures in the same order; ``seeds``: in other orders, as the seeds differ; ``shuffled``:
        in other orders, though the seed is one; ``split``: other pictures of one data set; ``data``: other data sets.
    """
    if len({plan.get("data") for plan in plans}) > 1:
        return "data"
    one_seed = len({plan.get("seed") for plan in plans}) == 1
    if not _same_pictures(checksums, one_seed):
        return "split"
    if not one_seed:
        return "seeds"
    return "order" if _same_order(plans, checksums) else "shuffled"


def likeness_text(found: Likeness, seeds: Sequence[Any]) -> str:
    """Return that in a sentence."""
    if found == "data":
        return _("They learned from different pictures and were measured on different ones, so their accuracies cannot "
                 "be compared directly.")
    if found == "split":
        return _("One data set, but not the same pictures to learn from and to measure on; part of the difference is "
                 "chance.")
    if found == "seeds":
        return _("The same pictures in different orders, since the seeds differ; part of the difference is chance.")
    if found == "shuffled":
        return _("All with seed {seed} and the same pictures, but in different orders; part of the difference is "
                 "chance.").format(seed=seeds[0])
    return _("All with seed {seed}: they saw the same pictures in the same order.").format(seed=seeds[0])


def _same_pictures(checksums: Sequence[Record], one_seed: bool) -> bool:
    """Say whether runs on one data set had the same pictures in the same parts.

    At another side the same pictures have other pixels: then one seed and the same labels say that they are the same.
    Without records a seed decides, as it draws the parts.
    """
    known = [record for record in checksums if "pixels" in record]
    if len(known) == len(checksums) and len({record["pixels"] for record in known}) == 1:
        return True
    return one_seed and len({record.get("labels") for record in known}) <= 1


def _same_order(plans: Sequence[Record], checksums: Sequence[Record]) -> bool:
    """Say whether runs with one seed and the same pictures saw them in the same order, as far as all have come."""
    orders = [record.get("order") or () for record in checksums]
    if all(orders):
        shortest = min(map(len, orders))
        return len({tuple(order[:shortest]) for order in orders}) == 1
    # The order and the changes to the pictures are drawn from one stream of random numbers, batch by batch.
    changes = [{name: value for name, value in (plan.get("augmentation") or {}).items() if value} for plan in plans]
    one_size = len({plan.get("batch_size") for plan in plans}) == 1
    return all(change == changes[0] for change in changes) and (one_size or not changes[0])
