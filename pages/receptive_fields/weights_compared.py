"""Random, trained and fine-tuned weights side by side: how far a layer's units look, on average."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from explorer import networks
from explorer.errors import ExplorerError, NetworkError
from explorer.graph import INPUT
from explorer.images import sample
from explorer.runtime import kept_files
from pages.receptive_fields.components import averaged_view
from pages.receptive_fields.scene import Scene
from pages.ui.errors import plain, show
from pages.ui.pickers.network import JOB, Opened, opened, trainings
from pages.ui.pickers.weights import DEFAULT, OWN, RANDOM, entry_of, missing
from pages.ui.text import _

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
    name: str = ""
    """Of a reader's own training."""


def training(scene: Scene) -> None:
    """Show the mean effective field of the open layer for each kind of weights."""
    layer = scene.looking.layer
    variants = _variants(scene)
    if len(variants) < 2:
        st.caption(_("There is one kind of weights for this network, so there is nothing to compare. Choose a bundled "
                     "network, one of torchvision's whose weights are on this machine, or fine-tune this one."))
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
            try:
                found.append(_averaged(scene, variant))
            except ExplorerError as error:  # one that cannot be opened does not hide the others
                show(error.message)
                continue
            averaged_view(found[-1], title=variant.title, key=f"rf_mean_{number}")
            if variant.name:
                st.caption(plain(variant.name))
    if found:
        st.caption(_said(found))


def _variants(scene: Scene) -> list[Variant]:
    """Return the kinds of weights of the open network that are at hand: random, trained, and this reader's own."""
    name = scene.looking.network
    done = trainings()
    base = next((job.plan.get("network", name) for job in done if f"{JOB}{job.id}" == name), name)
    entry = entry_of(base)
    known = entry.weights if entry else ()
    trained = [weights.name for weights in known if weights.classes and not missing(base, weights.name)]
    tuned = [job for job in done if job.plan.get("network") == base]
    tuned.sort(key=lambda job: f"{JOB}{job.id}" != name)
    own = [Variant(_("Your file"), name, OWN)] if scene.looking.weights == OWN else []
    own += [Variant(_("Your file"), base, DEFAULT)] if base.startswith(kept_files.KIND) else []
    return [Variant(_("Random"), name, RANDOM), *own,
            *(Variant(_("Trained: {weights}").format(weights=weights), base, weights) for weights in trained),
            *(Variant(_("Yours"), f"{JOB}{job.id}", DEFAULT, name=job.title) for job in tuned)][:MOST]


def _photos(network: Opened) -> tuple[str, ...]:
    return PHOTOS if network.report.params <= MANY_PARAMS else PHOTOS[:2]


def _averaged(scene: Scene, variant: Variant) -> networks.Averaged:
    """Return the mean field, photo by photo, so that a bar can move and a reader who goes on is not held up."""
    network = opened(variant.network, variant.weights, scene.opened.network.input_shape[1]).network
    if scene.looking.layer not in network.graph.places:
        raise NetworkError("{title} has no layer {layer}. Choose an earlier one.", title=variant.name or variant.title,
                           layer=scene.looking.layer)
    given = [networks.network_input(network, sample(name)).values for name in _photos(scene.opened)]
    place = st.empty()
    for count in range(1, len(given)):
        place.progress((count - 1) / len(given), text=_("{name}: photo {count} of {all}").format(
            name=variant.name or variant.title, count=count, all=len(given)))
        networks.averaged_field(network, given[:count], scene.looking.layer)
    found = networks.averaged_field(network, given, scene.looking.layer)
    place.empty()
    return found


def _said(found: list[networks.Averaged]) -> str:
    """Return in words what training changed, by both measures: they need not agree."""
    sizes = " → ".join("–" if one.side is None else f"{one.side:.1f}" for one in found)
    radii = " → ".join("–" if one.radius95 is None else f"{one.radius95:.1f}" for one in found)
    return _("Size, as Luo et al. measure it: {sizes} px. It counts the pixels that matter and leaves the faint rim "
             "out; the circle counts all: {radii} px.").format(sizes=sizes, radii=radii)
