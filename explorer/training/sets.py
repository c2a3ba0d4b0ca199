"""Open a data set by its name: ``digits``, ``cifar10``, ..., or ``upload/<sha256>`` for a reader's own pictures."""

from __future__ import annotations

from explorer.errors import DataError, LimitError, message
from explorer.training import digits, shapes
from explorer.training.data import DataSet
from explorer.training.set_entries import SETS, SetEntry
from explorer.training.splits import in_three

LEAST_SIDE, MOST_SIDE = 8, 512
SCALED = message("Each picture is scaled to {side} × {side} px, bicubic.")


def set_entry(name: str) -> SetEntry:
    """Return what is known of a data set of the catalogue.

    Raises:
        DataError: there is none of this name.
    """
    if name not in SETS:
        raise DataError("There is no data set {name!r}. Choose one of: {known}.", name=name, known=", ".join(SETS))
    return SETS[name]


def is_here(name: str) -> bool:
    """Say whether :func:`open_set` can open it now, without a download or an upload."""
    return name in {"digits", "shapes"}


def open_set(name: str, side: int, *, seed: int) -> DataSet:
    """Return a data set with every picture at ``side`` x ``side`` px.

    Args:
        side: px, 8 to 512.
        seed: decides which picture goes where, in parts that the data set does not come with. The same name, side
            and seed give the same tensors.

    Raises:
        DataError: no such data set, or it is not on this server (any more).
        LimitError: it would not fit into memory at this side.
    """
    if not LEAST_SIDE <= side <= MOST_SIDE:
        raise LimitError("Pictures of {side} px cannot be used; the side can be {least} to {most} px.",
                         side=side, least=LEAST_SIDE, most=MOST_SIDE)
    entry = set_entry(name)
    module = digits if name == "digits" else shapes
    train, val, test = in_three(module.pictures(side), seed)
    return DataSet(train=train, val=val, test=test, categories=module.CATEGORIES, name=name, title=entry.title,
                   source=entry.source, licence=entry.licence, prepared=message(SCALED.template, side=side))
