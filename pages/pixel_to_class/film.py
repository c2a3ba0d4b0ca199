"""The film of a walk from pixel to class, as a GIF that a reader takes along."""

from __future__ import annotations

import numpy as np

from explorer import networks
from explorer.figures import FilmFloor, elevator_gif, sheet, tiles_of
from explorer.graph import INPUT
from pages.pixel_to_class.elevator_settings import PER_MILLE
from pages.pixel_to_class.elevator_view import THUMB, floors_of
from pages.pixel_to_class.scene import Walked
from pages.ui.components.taking import download, picture_text
from pages.ui.pickers.network import title
from pages.ui.text import _, language, spoken_in

FILM = "p2c_film"


def film_button(walked: Walked) -> None:
    """Offer the film, made when it is asked for; nothing where a network names no class."""
    if walked.opened.network.task == "classify" and walked.names:
        spoken = language()  # the file is made in a thread of its own, which knows no reader

        def data() -> bytes:
            with spoken_in(spoken):
                return film(walked, name)

        name = title(walked.opened.network.name)
        download(_("Film"), data, "pixel_to_class.gif", "image/gif", key=FILM, icon=":material/movie:",
                 help=_("A GIF that steps back from the picture, floor by floor; it is made when you ask for it."))


def film(walked: Walked, name: str) -> bytes:
    """Return the GIF of all floors of the open network, called ``name``, on its picture.

    Raises:
        ExplorerError: see :func:`explorer.networks.elevator`, :func:`explorer.figures.elevator_gif`.
    """
    views = floors_of(walked, walked.looking.unit)
    point = walked.looking.point
    place = ((point[0] / PER_MILLE, point[1] / PER_MILLE) if len(point) == 2
             else networks.surest_place(walked.opened.network, walked.given, views))
    return elevator_gif(walked.given.pixels, [_floor(walked, view, place, name) for view in views])


def _floor(walked: Walked, view: networks.FloorView, place: tuple[float, float], name: str) -> FilmFloor:
    network, layer = walked.opened.network, view.floor.layer
    label = picture_text(networks.layer_word(network, layer)) if layer == INPUT else view.floor.label
    says = picture_text(networks.layer_sentence(network, layer))
    if layer == network.graph.output:
        best = networks.guesses(walked.shares, walked.names, count=1)[0]
        says = picture_text(f"{best.name}: {100 * best.share:.1f} %", f"{100 * best.share:.1f} %")
    return FilmFloor(f"{picture_text(name, network.name)} · {label}", says, seen_box(walked, view, place),
                     tiles_of(sheet(view.maps, limit=THUMB), least=1), tuple(one.pixels for one in view.patches),
                     view.dream)


def seen_box(walked: Walked, view: networks.FloorView, place: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return what the unit over a place of the picture sees: top, left, bottom, right, shares of its sides."""
    if view.floor.fields is None or max(view.maps.shape[1:]) == 1:
        return 0.0, 0.0, 1.0, 1.0
    sides = np.array(walked.given.pixels.shape[:2])
    cell = [int(np.clip(round((where * side - 0.5 - float(field.start)) / float(field.jump or 1)), 0, units - 1))
            for where, side, field, units in zip(place, sides, view.floor.fields, view.maps.shape[1:], strict=True)]
    top, left, bottom, right = networks.box_of(walked.opened.report, view.floor.layer, (cell[0], cell[1]))
    return top / sides[0], left / sides[1], bottom / sides[0], right / sides[1]
