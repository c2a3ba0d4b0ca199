"""How an open network learned: curve, recipe and accuracies of a training that was done for this app."""

from __future__ import annotations

import streamlit as st

from explorer import figures, networks
from pages.feature_maps.first_screen import Scene
from pages.feature_maps.state import VIEWS, state
from pages.ui.components.chart import charts
from pages.ui.components.table import table
from pages.ui.errors import plain
from pages.ui.pickers.weights import wanted
from pages.ui.text import _
from pages.ui.training_words import settings_of


def learned(scene: Scene) -> None:
    """Show curves, recipe and accuracies of a bundled network; the study of depth is one click away."""
    kind, _slash, short = scene.looking.network.partition("/")
    past = networks.history(short) if kind == "bundled" and not scene.mark else None
    if past:
        _curves(past)
    else:
        _elsewhere(scene, kind)
    st.button(_("Is deeper better? Four more trainings, bet first"), icon=":material/arrow_upward:", key="fm_deeper",
              on_click=state.change, kwargs={"view": VIEWS[1]})


def _curves(past: networks.TrainingHistory) -> None:
    charts([figures.Curve(_("this network"), past.points)], len(past.points), key="fm_learned", watched=_("test"))
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(_("**Right on the 10,000 test pictures** :gray[%, changed as photos are]"))
        table([{_("Pictures"): _(name), _("right, %"): f"{100 * share:.1f}"}
               for name, share in past.test_accuracy.items()], name=_("Right on the test pictures"))
    with right:
        st.markdown(_("**How it was trained**"))
        table([{_("Setting"): name, _("Value"): value} for name, value in settings_of(past.recipe).items()],
              name=_("How it was trained"))
    st.caption(_("Training counts pictures that were mirrored, shifted, blurred or compressed while the network "
                 "learned, so it can lie below the test, which sees them as they are."))


def _elsewhere(scene: Scene, kind: str) -> None:
    """Say where the training of a network is told that was not trained for this app."""
    if scene.mark:
        st.caption(_("Nothing to show here: {mark}.").format(mark=plain(scene.mark)))
    elif kind == "job":
        st.page_link("jobs/page.py", label=_("Its curves are on the page Jobs"), icon=":material/arrow_forward:")
    elif weights := wanted(scene.looking.network, scene.looking.weights):
        st.caption(_("torchvision trained it on {data} and keeps no curve. Its recipe: {recipe}. Open one of the "
                     "small networks for CIFAR-10 to see how it learned.").format(
                         data=_(weights.data), recipe=weights.recipe))
