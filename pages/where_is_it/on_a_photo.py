"""Networks trained on photos of the world find things in the reader's own: boxes, or a class for each pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from explorer import figures, networks
from explorer.detection import Found, Segmented
from explorer.errors import N_
from explorer.images import Picture
from pages.ui.components.table import table
from pages.ui.components.taking import download
from pages.ui.components.where_view import thing_text
from pages.ui.device import device_picker, on_chosen_device
from pages.ui.errors import plain, told_to_reader
from pages.ui.pickers.network import title
from pages.ui.pickers.photo import photo
from pages.ui.pickers.weights import RANDOM, mark, missing, offer
from pages.ui.state.widget import controlled
from pages.ui.tab import Tab
from pages.ui.text import _
from pages.where_is_it.photo_settings import FINDERS, SURE
from pages.where_is_it.state import state

MOST_ROWS = 12
LEAST_SHARE = 0.005
"""Classes of fewer pixels are specks: they are coloured and listed, but not named in the picture."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a network found in a photo, and how it is shown."""

    svg: str
    says: str
    rows: list[dict[str, str]]


def on_a_photo() -> None:
    """Show what one of torchvision's networks finds in the reader's photo."""
    name = f"torchvision/{state.now.finder}"
    with st.container(key="wi_photo_columns"):
        left, middle, right = st.columns([0.25, 0.47, 0.28], gap="medium")
    with left:
        picture = _pickers(name)
    with middle, told_to_reader(), on_chosen_device():
        if lacking := missing(name, state.now.finder_weights):
            offer(lacking, title(name), key="wi_finder_get", on_random=_with_random)
            _picture(figures.found_svg(picture.pixels, title=_(picture.name)), _(picture.name))
            return
        answer = _asked(name, picture)
        _picture(answer.svg, answer.says)
        st.caption(plain(answer.says))
        with right:
            _list(answer)


def _pickers(name: str) -> Picture:
    """Ask for the network, the photo and how it is shown; return the photo."""
    entry = networks.entry(name)
    st.selectbox(_("Network"), list(FINDERS), format_func=_titled, **controlled("wi_finder", state.now.finder, _chosen))
    picture = photo("wi_found_photo")
    if entry.task == "detect":
        st.slider(_("Least score of a box"), *SURE, step=0.05, **state.bind("least_score"), help=_(
            "Lower it, and more things are found, but more of the boxes are wrong."))
    else:
        st.slider(_("Colours over the photo"), 0.0, 1.0, step=0.05, **state.bind("tint"))
    st.toggle(_("Names in the picture"), **state.bind("named"))
    st.caption(_(FINDERS[state.now.finder]))
    if state.now.finder_weights == RANDOM:
        st.button(_("Use trained weights"), on_click=state.change, kwargs={"finder_weights": "DEFAULT"},
                  key="wi_finder_trained", icon=":material/school:")
    device_picker(key="wi_finder_device")
    return picture


def _titled(finder: str) -> str:
    entry = networks.entry(f"torchvision/{finder}")
    template = _("{network} · boxes") if entry.task == "detect" else _("{network} · pixels")
    return template.format(network=_(entry.title))


def _chosen(finder: str) -> None:
    state.change(finder=finder, finder_weights="DEFAULT")


def _with_random() -> None:
    state.change(finder_weights=RANDOM)


def _asked(name: str, picture: Picture) -> Answer:
    """Return what the network answers.

    Raises:
        ExplorerError: see `explorer.networks.load` and `explorer.networks.find`.
    """
    with st.spinner(_("Opening the network"), show_time=True):
        network = networks.load(name, weights=None if state.now.finder_weights == RANDOM else "DEFAULT")
    with st.spinner(_("Looking at the photo"), show_time=True):
        if network.task == "detect":
            return _boxes(picture, networks.find(network, picture.pixels), mark(network))
        return _pixels(picture, network, networks.segment(network, picture.pixels))


def _boxes(picture: Picture, everything: Found, said: str) -> Answer:
    found = everything.above(state.now.least_score)
    names = [thing_text(name) for name in found.called]
    outlined = [figures.Outlined(box.tolist(), f"{name} {score:.2f}" if state.now.named else "", int(label))
                for box, name, score, label in zip(found.boxes, names, found.scores, found.labels, strict=True)]
    rows = [{_("Thing"): name, _("Score"): f"{score:.2f}",
             _("Left, top, right, bottom, px"): ", ".join(f"{edge:.0f}" for edge in box)}
            for name, score, box in zip(names, found.scores, found.boxes, strict=True)]
    says = _("{shown} of {count} boxes have a score of {least:.2f} or more.").format(
        shown=len(found), count=len(everything), least=state.now.least_score)
    if not len(found):
        says = _("None of its {count} boxes has a score of {least:.2f} or more. Lower the least score, or try another "
                 "photo: it knows 80 kinds of things.").format(count=len(everything), least=state.now.least_score)
    return Answer(figures.found_svg(picture.pixels, outlined, title=_(picture.name)), _marked(says, said), rows)


def _pixels(picture: Picture, network: networks.Network, found: Segmented) -> Answer:
    classes, shares = found.at_size(found.size), found.shares()
    names = [figures.NamedPlace(*figures.middle_of(classes == place), thing_text(found.names[place]))
             for place, share in shares.items() if place and share >= LEAST_SHARE] if state.now.named else []
    tinted = figures.tinted(picture.pixels, classes, state.now.tint)
    rows = [{_("Class"): thing_text(found.names[place]), _("Share of the photo"): f"{100 * share:.1f} %",
             _("How sure, on average"): f"{100 * float(np.mean(found.certainty[found.classes == place])):.0f} %"}
            for place, share in shares.items()]
    says = _("The photo was read at {height} × {width} px.").format(
        height=found.classes.shape[0], width=found.classes.shape[1])
    if set(shares) == {0}:
        says = _("All of it is background to this network: it knows 20 kinds of things, such as people, cats and "
                 "cars. The photo was read at {height} × {width} px.").format(
                     height=found.classes.shape[0], width=found.classes.shape[1])
    return Answer(figures.found_svg(tinted, names=names, title=_(picture.name)), _marked(says, mark(network)), rows)


def _marked(says: str, said: str) -> str:
    return f"{says} {_('Random weights: what is found means nothing.')}" if said else says


def _list(answer: Answer) -> None:
    if answer.rows:
        table(answer.rows[:MOST_ROWS], name=_("What was found"))
    if (more := len(answer.rows) - MOST_ROWS) > 0:
        st.caption(_("and {count} more").format(count=more))
    download(_("This picture (SVG)"), answer.svg, "found.svg", "image/svg+xml", key="wi_found_svg")


def _picture(svg: str, told: str) -> None:
    st.image(svg, width="stretch", alt=told)


TAB = Tab("photo", N_("On your photo"), N_(
    "Put in a photo of your own. What does each network miss, and what does it take for something else?"), on_a_photo)
