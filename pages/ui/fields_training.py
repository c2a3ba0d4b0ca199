"""Random, trained and fine-tuned weights side by side: how far a layer's units look, on average."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from explorer.graph import INPUT
from explorer.images import sample
from pages.ui.errors import plain
from pages.ui.fields_parts import averaged_view
from pages.ui.fields_view import Scene
from pages.ui.networks import Opened, opened
from pages.ui.text import _
from pages.ui.weights import RANDOM, entry_of, missing

if TYPE_CHECKING:
    from explorer.networks.growing import Averaged

PHOTOS = ("chelsea", "china", "flower", "coffee")
MANY_PARAMS = 5_000_000
"""Networks with more parameters are shown two photos instead of four, so that nobody waits for minutes."""
MOST = 4


@dataclass(frozen=True, slots=True)
class Variant:
    """The same network with other weights."""

    title: str
    network: str
    weights: str


def training(scene: Scene) -> None:
    """Show the mean effective field of the open layer for each kind of weights."""
    layer = scene.looking.layer
    variants = _variants(scene)
    if len(variants) < 2:
        st.caption(_("There is one kind of weights for this network, so there is nothing to compare. Choose a bundled "
                     "network, or one of torchvision's whose weights are on this machine."))
        return
    if layer == INPUT or not scene.has_places:
        st.caption(_("The units of this layer have no place in the photo. Choose a layer before it."))
        return
    st.markdown(_("**{layer}**, its unit in the middle, averaged over {count} photos and 8 channels. Luo et al. (2016) "
                  "found that the last layer of a ResNet looks farther after training; look whether this one does, and "
                  "what earlier layers learn.").format(layer=plain(layer), count=len(_photos(scene.opened))))
    _side_by_side(scene, variants)


def _side_by_side(scene: Scene, variants: list[Variant]) -> None:
    found = []
    columns = st.columns(max(3, len(variants)), gap="medium")
    for number, (column, variant) in enumerate(zip(columns, variants, strict=False)):
        with column:
            found.append(_averaged(scene, variant))
            averaged_view(found[-1], title=variant.title, key=f"rf_mean_{number}")
    st.caption(_said(found[0], found[-1]))


def _variants(scene: Scene) -> list[Variant]:
    """Return the kinds of weights of the open network that are on this machine, random ones first."""
    name = scene.looking.network
    entry = entry_of(name)
    if entry is None or not entry.weights:
        return []
    trained = [weights for weights in entry.weights if weights.classes and not missing(name, weights.name)]
    return [Variant(_("Random"), name, RANDOM),
            *(Variant(_("Trained: {weights}").format(weights=weights.name), name, weights.name)
              for weights in trained)][:MOST]


def _photos(network: Opened) -> tuple[str, ...]:
    return PHOTOS if network.report.params <= MANY_PARAMS else PHOTOS[:2]


def _averaged(scene: Scene, variant: Variant) -> Averaged:
    """Return the mean field, photo by photo, so that a bar can move and a reader who goes on is not held up."""
    from explorer.networks.growing import averaged_field
    from explorer.networks.seen import seen

    network = opened(variant.network, variant.weights, scene.looking.side).network
    given = [seen(network, sample(name)).values for name in _photos(scene.opened)]
    place = st.empty()
    for count in range(1, len(given)):
        place.progress((count - 1) / len(given), text=_("{name}: photo {count} of {all}").format(
            name=variant.title, count=count, all=len(given)))
        averaged_field(network, given[:count], scene.looking.layer)
    found = averaged_field(network, given, scene.looking.layer)
    place.empty()
    return found


def _said(random: Averaged, trained: Averaged) -> str:
    """Return in words what training changed, by both measures: they need not agree."""
    if random.side is None or trained.side is None:
        return _("Where all units are held at 0 there is no field to measure.")
    return _("Size, as Luo et al. measure it: from {size:.1f} to {grown:.1f} px. It counts the pixels that matter and "
             "leaves the faint rim out; the circle counts all: from {radius:.1f} to {wide:.1f} px.").format(
                 size=random.side, grown=trained.side, radius=random.radius95, wide=trained.radius95)
