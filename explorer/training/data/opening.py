"""Open a data set by its name: ``digits``, ``cifar10``, ..., or ``upload/<sha256>`` for a reader's own pictures."""

from __future__ import annotations

from functools import partial
from types import ModuleType

import torch

from explorer.errors import DataError, LimitError, Message, message
from explorer.images import BORDERED, CROPPED, Fit
from explorer.training.data import digits, synthetic
from explorer.training.data.cache import cached
from explorer.training.data.catalogue import ARRAYS, SETS, UPLOAD, YOURS, SetEntry, scene_task
from explorer.training.data.dataset import ALL, DataSet, UnsplitSet, check_room, completed
from explorer.training.data.photo_pieces import PIECES, photo_pieces
from explorer.training.data.published import home, published
from explorer.training.data.scene_set import CATEGORIES as SCENE_CATEGORIES, DRAWN_AT, scene_pictures, settings_for
from explorer.training.data.scene_settings import SceneSettings
from explorer.training.data.twins import ALL_USED, TwinsWanted, across
from explorer.training.data.upload.store import file_of, read_upload, used

LEAST_SIDE, MOST_SIDE = 8, 512
SCALED = message("Each picture is scaled to {side} × {side} px, bicubic; grey ones become RGB.")
USUAL_SCENES = SceneSettings()
GENERATED: dict[str, ModuleType] = {"digits": digits, "shapes": synthetic}
"""Data sets that are made or read at once."""


def set_entry(name: str) -> SetEntry:
    """Return what is known of a data set of the catalogue.

    Raises:
        DataError: there is none of this name.
    """
    if name not in SETS:
        raise DataError("There is no data set {name!r}. Choose one of: {known}.", name=name, known=", ".join(SETS))
    return SETS[name]


def is_here(name: str) -> bool:
    """Say whether :func:`open_set` can open it now, without a download or an upload.

    Raises:
        DataError: there is no such data set.
    """
    if name.startswith(UPLOAD):
        return file_of(name).is_file()
    return not set_entry(name).downloaded or home(name).is_dir()


def open_set(name: str, side: int, *, seed: int, fit: Fit = "crop", twins: TwinsWanted = "left_out",
             scenes: SceneSettings = USUAL_SCENES) -> DataSet:
    """Return a data set with every picture at ``side`` x ``side`` px.

    Args:
        side: px, 8 to 512.
        seed: decides which picture goes where, in parts that the data set does not come with. The same name, side
            and seed give the same tensors.
        fit: how pictures become squares, where they are none.
        twins: what is done with pictures of an upload that are there more than once; other sets stay as they are.
        scenes: how scenes are drawn.

    Raises:
        DataError: no such data set, or it is not on this server (any more).
        LimitError: it would not fit into memory at this side.
    """
    if not LEAST_SIDE <= side <= MOST_SIDE:
        raise LimitError("Pictures of {side} px cannot be used; the side can be {least} to {most} px.",
                         side=side, least=LEAST_SIDE, most=MOST_SIDE)
    stored = _stored(name, side, fit, scenes)
    check_room(len(stored.pictures), side)
    count, told = sum(map(len, stored.twins.values())), stored.told
    if count and twins == "kept":
        stored, told = stored.with_twins(), (message(ALL_USED.template, count=count),)
    train, val, test = completed(stored, seed)
    if not name.startswith(UPLOAD) and not scene_task(name):
        told = across(train.images, (val.images, test.images))
    known = SETS.get(name, YOURS)
    return DataSet(train=train, val=val, test=test, categories=stored.categories, name=name,
                   task=scene_task(name) or "classify", title=known.title,
                   source=known.source, licence=known.licence, prepared=_prepared(name, side, fit), notes=stored.notes,
                   told=told, twins=count, shown=stored.shown)


def _stored(name: str, side: int, fit: Fit, scenes: SceneSettings) -> UnsplitSet:
    if name.startswith(UPLOAD):
        used(name)
        return cached(name, side, partial(read_upload, name, side, fit), fit)
    set_entry(name)
    if task := scene_task(name):
        return _scenes(settings_for(task, scenes), side)
    if module := GENERATED.get(name):
        pictures = module.pictures(side)
        return UnsplitSet(pictures, {ALL: torch.arange(len(pictures))}, module.CATEGORIES)
    if name == PIECES:
        return photo_pieces(side)
    if name in ARRAYS:
        return published(name, side)
    return cached(name, side, partial(published, name, side, fit), fit)


def _scenes(settings: SceneSettings, side: int) -> UnsplitSet:
    """Return scenes as they were drawn before, or are now."""
    def make() -> UnsplitSet:
        pictures = scene_pictures(settings, side)
        return UnsplitSet(pictures, {ALL: torch.arange(len(pictures))}, SCENE_CATEGORIES)

    check_room(settings.pictures, side)
    return cached(f"scenes-{settings.digest}", side, make)


def _prepared(name: str, side: int, fit: Fit) -> Message:
    if scene_task(name):
        return message(DRAWN_AT.template, side=side)
    chosen = SCALED if name in {*ARRAYS, *GENERATED, PIECES} else BORDERED if fit == "borders" else CROPPED
    return message(chosen.template, side=side)
