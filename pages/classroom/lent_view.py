"""What a teacher lends to the class: trainings, ONNX files, ZIPs and photos; and what students find there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO

import streamlit as st
from PIL import Image

from explorer import classroom, jobs, training
from explorer.classroom import LentThing
from explorer.images import Picture
from explorer.runtime import kept_files
from pages.classroom.doing import do
from pages.ui import lent
from pages.ui.errors import plain, told_to_reader
from pages.ui.pickers.own_photos import shelf
from pages.ui.reader import reader
from pages.ui.state.widget import controlled
from pages.ui.text import _
from pages.ui.training_words import titles

OPENED_BY = {lent.JOB: ("jobs/page.py", "job", ""), lent.NETWORK: ("feature_maps/page.py", "network", ""),
             lent.DATA: ("fine_tune/page.py", "data", ""),
             lent.PHOTO: ("classic_filters/page.py", "cf_photo", "Lent photo ")}
"""Page, parameter and what stands before the name, by which each kind is opened."""
ICONS = {lent.JOB: ":material/model_training:", lent.NETWORK: ":material/deployed_code:",
         lent.DATA: ":material/folder_zip:", lent.PHOTO: ":material/image:"}


@dataclass(frozen=True, slots=True)
class Lendable:
    """Something of this reader's that can be lent; ``picture`` returns the file of a photo."""

    kind: str
    name: str
    title: str
    picture: Callable[[], bytes] | None = None


def lending(teacher: classroom.Teacher) -> None:
    """Show what of this reader's can be lent, with a switch each."""
    with told_to_reader():
        own, given = lendable(), classroom.rooms().shared.lent(teacher.code, reader())
        st.caption(_("What you lend opens on every page for all of this room, read only, until the room ends: nobody "
                     "can change or delete it, and nobody outside sees it."))
        if not own:
            st.info(_("Nothing of yours is here yet. Train a network, open an ONNX file, upload a ZIP of pictures or a "
                      "photo; then lend it here."), icon=":material/redeem:")
        out = {(one.kind, one.name) for one in given}
        for place, one in enumerate(own):
            _switch(teacher, one, place, is_lent=(one.kind, one.name) in out)
        _handed(given, {(one.kind, one.name) for one in own})


def lendable() -> list[Lendable]:
    """Return all of this reader's that can be lent: trainings that are done, ONNX files, ZIPs, photos."""
    who = reader()
    found = [Lendable(lent.JOB, job, name) for job, name in titles(jobs.finished(who)).items()]
    found += [Lendable(lent.NETWORK, lent.file_name(one.name), one.title) for one in kept_files.kept_files(who)]
    found += [Lendable(lent.DATA, one.name, one.title or _("Your pictures")) for one in training.owned(who)]
    return found + [Lendable(lent.PHOTO, picture.key[:32], _("Photo {number}").format(number=name.removeprefix("own")),
                             partial(png, picture)) for name, picture in shelf().photos(who).items()]


def png(picture: Picture) -> bytes:
    """Return a photo as a file that keeps every pixel."""
    file = BytesIO()
    Image.fromarray(picture.pixels).save(file, "PNG")
    return file.getvalue()


def _switch(teacher: classroom.Teacher, one: Lendable, place: int, *, is_lent: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.toggle(f"{ICONS[one.kind]} {plain(one.title)}", **controlled(
            f"cl_lend_{place}_{one.name[:8]}", is_lent, lambda wanted: do(lambda: _lend(teacher, one, wanted=wanted))))
        if is_lent:
            open_link(one.kind, one.name, _("Open"))


def _lend(teacher: classroom.Teacher, one: Lendable, *, wanted: bool) -> None:
    shared = classroom.rooms().shared
    if wanted:
        shared.lend(teacher.code, reader(), one.kind, one.name, one.title,
                    picture=one.picture() if one.picture else b"")
    else:
        shared.take_back(teacher.code, reader(), one.kind, one.name)


def _handed(given: tuple[LentThing, ...], own: set[tuple[str, str]]) -> None:
    """List what else is open to the room: what students handed in, and what is no longer with its owner."""
    others = [one for one in given if (one.kind, one.name) not in own]
    if others:
        st.markdown(_("**Also open to this room** :gray[what was handed in, and photos that you lent before]"))
        for one in others:
            open_link(one.kind, one.name, plain(one.title))


def open_link(kind: str, name: str, label: str) -> None:
    """Show a link to the page that opens a lent thing."""
    page, parameter, before = OPENED_BY[kind]
    st.page_link(page, label=label, icon=ICONS[kind], query_params={parameter: f"{before}{name}"}, width="content")
