"""Step 1 of *Fine-tune*: which pictures to learn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import training
from explorer.errors import Message
from explorer.images import Fit
from explorer.runtime import size_text
from explorer.settings import settings
from pages.fine_tune.as_used import balance, doubles, squares
from pages.fine_tune.scenes import SCENES, is_scenes, scenes_step
from pages.fine_tune.state import LOOKED_AT, ask_for_zip, choose, state, uploads, waits_for_zip
from pages.fine_tune.upload import upload
from pages.ui import lent, long_task
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.errors import downloads_are_off, plain, show, told_to_reader
from pages.ui.reader import reader
from pages.ui.state.widget import controlled
from pages.ui.text import _, say
from pages.ui.training_words import class_names

OWN = "own"
FIRST_QUESTION = "scenes/locate"
EACH = 3
"""Pictures shown of each class."""
MOST_CLASSES = 24


@dataclass(frozen=True, slots=True)
class Look:
    """A few pictures of each class [picture, height, width, 3], with their classes, and how many there are of each."""

    images: NDArray[np.uint8]
    labels: tuple[int, ...]
    categories: tuple[str, ...]
    counts: tuple[int, int, int]
    """In training, validation and test."""
    sizes: tuple[int, ...]
    """Of the classes, in training."""
    source: Message
    licence: Message
    notes: tuple[Message, ...]
    told: tuple[Message, ...]
    twins: int
    shown: tuple[float, float]
    """The last three as in ``DataSet``."""


def pictures_step() -> None:
    """Ask for a data set, and show what is in it."""
    titles = {name: _titled(entry) for name, entry in training.SETS.items() if not is_scenes(name)}
    titles |= {SCENES: _("Scenes: where is it?")}
    titles |= {name: _("Your pictures") for name in uploads()}
    titles |= {name: _("{title} · lent").format(title=title) for name, title in lent.things(lent.DATA).items()}
    titles[OWN] = _("Upload a ZIP")
    plan = state.now
    chosen = OWN if waits_for_zip() else SCENES if is_scenes(plan.data) else plan.data
    titles.setdefault(chosen, _("Uploaded pictures"))
    st.pills(_("Pictures"), list(titles), format_func=titles.__getitem__, label_visibility="collapsed",
             **controlled("ft_data", chosen, _chosen))
    if chosen == OWN:
        upload()
        return
    if chosen == SCENES:
        scenes_step()
        return
    with told_to_reader():
        _open(plan.data)


def _open(data: str) -> None:
    """Show what is in a data set, or how it comes here.

    Raises:
        DataError: it is not this reader's.
    """
    lent.check_data(data)
    if not training.is_here(data):
        _offer(training.SETS[data]) if data in training.SETS else show(Message(
            "These uploaded pictures are not on this server any more. Upload the ZIP again."))
    else:
        with st.spinner(_("Opening the pictures"), show_time=True):
            look_at(state.now)


def look_at(plan: training.Plan) -> None:
    """Show some pictures of each class of a plan's data set, and ask how they are to be used."""
    found = sampled(plan.data, LOOKED_AT, plan.fit, plan.twins)
    train, val, test = found.counts
    st.markdown(_("{train:,} pictures to learn from (training), {val:,} to choose the best epoch by (validation), "
                  "{test:,} to measure on once (test); {classes} classes").format(
                      train=train, val=val, test=test, classes=len(found.categories)))
    names = class_names(plan.data, found.categories)
    balance(names, found.sizes)
    about = [Tile(names[label]) for label in found.labels]
    tiles(found.images, about, key="ft_look", side=64, name=_("Pictures of each class"))
    squares(found.shown)
    doubles(found.told, found.twins)
    for note in found.notes:
        st.warning(plain(say(note)), icon=":material/warning:")
    if len(found.categories) > MOST_CLASSES:
        st.caption(_("The first {count} of {classes} classes are shown.").format(count=MOST_CLASSES,
                                                                                 classes=len(found.categories)))
    _from(found.source, found.licence, plan.data)


@st.cache_data(max_entries=24, show_spinner=False)
def sampled(data: str, side: int, fit: Fit = "crop", twins: training.TwinsWanted = "left_out") -> Look:
    """Return a look into a data set, as a plan would use it."""
    found = training.open_set(data, side, seed=0, fit=fit, twins=twins)
    labels = found.train.labels.numpy()
    rows = [row for label in range(min(MOST_CLASSES, len(found.categories)))
            for row in np.flatnonzero(labels == label)[:EACH].tolist()]
    images = np.ascontiguousarray(found.train.images[rows].permute(0, 2, 3, 1).numpy())
    return Look(images, tuple(int(labels[row]) for row in rows), found.categories,
                (len(found.train), len(found.val), len(found.test)),
                tuple(np.bincount(labels, minlength=len(found.categories)).tolist()),
                found.source, found.licence, found.notes, found.told, found.twins, found.shown)


def _chosen(data: str | None) -> None:
    ask_for_zip(data == OWN)
    if data and data != OWN:
        choose(data=FIRST_QUESTION if data == SCENES else data)


def _titled(entry: training.SetEntry) -> str:
    title = _(entry.title)
    return title if training.is_here(entry.name) else _("{title} · {size}").format(title=title,
                                                                                   size=size_text(entry.size))


def _offer(entry: training.SetEntry) -> None:
    """Offer to download a data set, and show how far the download is."""
    if long_task.under_way(training.under_way(entry.name), key="ft"):
        return
    st.info(_("{title} is not on this server yet: {size}, kept for the next time. Without internet, choose digits, "
              "shapes, or your own ZIP.").format(title=_(entry.title), size=size_text(entry.size)),
            icon=":material/download:")
    if settings().downloads == "off" or downloads_are_off():
        _from(entry.source, entry.licence, entry.name)
        return
    if st.button(_("Download {size}").format(size=size_text(entry.size)), icon=":material/download:",
                 key="ft_download"):
        with told_to_reader():
            training.download_set(entry.name, reader())
            st.rerun()
    _from(entry.source, entry.licence, entry.name)


def _from(source: Message, licence: Message, data: str) -> None:
    """Say where a data set comes from, and what is known of pictures that are in it twice."""
    known = training.SETS[data].twins if data in training.SETS else None
    st.caption(" ".join(say(one) for one in (source, licence, known) if one))
