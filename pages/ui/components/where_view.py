"""What a network that says where things are answers to a photo, in short, where other networks name classes."""

from __future__ import annotations

import streamlit as st

from explorer import networks
from explorer.images import Picture
from pages.ui.class_names import class_text
from pages.ui.components.class_scores import scores_view
from pages.ui.text import _

MOST = 5
BACKGROUND = "__background__"
SURE = 0.5
"""Boxes with a lower score are not counted."""
VIEWS = {"locate": "boxes", "detect": "grid", "segment": "pixels"}
"""Where small networks for scenes are shown, by their task."""


def where_view(network: networks.Network, picture: Picture, *, key: str) -> None:
    """Show the surest boxes of a photo, or the classes that most of its pixels are; and where all of it is shown.

    Args:
        network: of a task other than to name a class.
        picture: read as a whole.
        key: of the component.
    """
    if network.name.startswith("job/"):
        st.caption(_("What this network finds is shown with its job, on test scenes."))
        st.page_link("jobs/page.py", label=_("See it with its job"), icon=":material/arrow_forward:",
                     query_params={"job": network.name.partition("/")[2]})
        return
    if not network.trained:
        st.caption(_("Random weights: what they would find means nothing."))
    elif network.whole is None and network.input_shape != (own := networks.entry(network.name).input_shape):
        st.caption(_("It learned how large things are in pictures of {side} px, so it is not asked at another "
                     "size.").format(side=own[1]))
    elif network.task == "detect":
        _boxes(network, picture, key)
    elif network.task == "segment":
        _pixels(network, picture, key)
    else:
        _one_thing(network, picture, key)
    label = _("See it in the photo") if network.whole else _("See it on scenes of shapes")
    st.page_link("where_is_it/page.py", label=label, icon=":material/arrow_forward:", query_params=(
        {"view": "photo", "finder": network.name.partition("/")[2]} if network.whole else
        {"view": VIEWS[network.task]}))


def thing_text(name: str) -> str:
    """Return what a reader calls a class of things; what is nothing of all that is the background."""
    return _("background") if name == BACKGROUND else class_text(name)


def _boxes(network: networks.Network, picture: Picture, key: str) -> None:
    found = network.find(picture, SURE)
    if not len(found):
        st.caption(_("No box in the whole photo has a score of {least:.1f} or more.").format(least=SURE))
        return
    rows = [(thing_text(name), float(score), None) for name, score in zip(found.called, found.scores, strict=True)]
    scores_view(rows[:MOST], title=_("Boxes it is surest of"), key=key, note=_("Boxes with a score of {least:.1f} or "
                "more in the whole photo: {count}").format(least=SURE, count=len(found)))


def _one_thing(network: networks.Network, picture: Picture, key: str) -> None:
    shares = networks.locate(network, picture.pixels).shares
    rows = [(thing_text(guess.name), guess.share, None)
            for guess in networks.guesses(shares, network.categories, count=MOST)]
    scores_view(rows, title=_("What the one thing is"), note=_("Its other head says where."), key=key)


def _pixels(network: networks.Network, picture: Picture, key: str) -> None:
    found = network.segment(picture)
    rows = [(thing_text(found.names[place]), share, None) for place, share in found.shares().items()]
    scores_view(rows[:MOST], title=_("Its pixels' classes"), note=_("Share of the whole photo"), key=key)
