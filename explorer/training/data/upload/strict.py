"""A ZIP that must be as it is said to be: ``train/<class>/<file>`` and ``test/<class>/<file>``, nothing left out.

For training the networks that come with the app; what readers upload is read by
``explorer.training.data.upload.store``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import torch

from explorer.errors import DataError
from explorer.settings import settings
from explorer.training.data.dataset import DataSet, Pictures, no_pictures
from explorer.training.data.upload.archive import contents, opened, refusals
from explorer.training.data.upload.folders import ClassFolders, class_folders
from explorer.training.data.upload.names import number_order
from explorer.training.data.upload.store import decoded_all

PARTS = ("train", "test")
MOST_FILES = 200_000
LARGEST = 2 * 2**30
"""Of the ZIP, packed or unpacked, bytes."""


def read_zip(path: Path, side: int) -> DataSet:
    """Read all pictures of a ZIP, the middle square of each at ``side`` x ``side`` px; val stays empty.

    Nothing is written to disk, and nothing is decoded before names and sizes of all entries have been checked.

    Raises:
        DataError: not a ZIP, a suspicious name, a file that does not belong, a class without pictures in one of the
            parts, or a picture that cannot be read.
        LimitError: too many or too large files.
    """
    limits = replace(settings(), zip_bytes=LARGEST, zip_unpacked=LARGEST, zip_files=MOST_FILES)
    data = path.read_bytes()
    with opened(data, limits) as archive:
        for refused in refusals(contents(archive.infolist()), len(data), limits):
            raise refused
        listed = class_folders(archive)
        categories = _categories(listed)
        good, images, unreadable = decoded_all(archive, listed.pictures, side)
    if unreadable:
        raise DataError("{name} in the ZIP cannot be read as a picture. Take it out or replace it.",
                        name=unreadable[0])
    labels = torch.tensor([categories.index(found.category) for found in good])
    in_train = torch.tensor([found.part == "train" for found in good])
    train, test = (Pictures(images[rows], labels[rows]) for rows in (in_train, ~in_train))
    return DataSet(train=train, val=no_pictures(side), test=test, categories=categories)


def _categories(listed: ClassFolders) -> tuple[str, ...]:
    """Return the classes in the order of their numbers; each must occur in both parts."""
    strangers = [found.name for found in listed.pictures if found.part not in PARTS]
    if strangers := [*listed.ignored, *strangers]:
        raise DataError("{name} in the ZIP is not train/<class>/<picture> or test/<class>/<picture>. "
                        "Pack JPEG, PNG or WebP files in class folders.", name=strangers[0])
    counts = Counter((found.part, found.category) for found in listed.pictures)
    categories = tuple(sorted({category for _, category in counts}, key=number_order))
    missing = [f"{part}/{category}" for category in categories for part in PARTS if not counts[part, category]]
    if missing:
        raise DataError("The ZIP has no pictures in {missing}. Every class needs some in train and in test.",
                        missing=", ".join(missing))
    if len(categories) < 2:
        raise DataError("The ZIP has {count} classes of pictures; it needs at least 2.", count=len(categories))
    return categories
