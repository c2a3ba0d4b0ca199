"""How an open network learned, and what skips are good for: curves of trainings that were done for this app."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from explorer import figures, networks
from pages.feature_maps.first_screen import Scene
from pages.ui.components.chart import ACCURACY, chart, charts
from pages.ui.components.table import table
from pages.ui.errors import plain
from pages.ui.pickers.weights import wanted
from pages.ui.text import _
from pages.ui.training_words import settings_of


def learned(scene: Scene) -> None:
    """Show curves, recipe and accuracies of a bundled network, and the study of depth below."""
    kind, _slash, short = scene.looking.network.partition("/")
    past = networks.history(short) if kind == "bundled" and not scene.mark else None
    if past:
        _curves(past)
    else:
        _elsewhere(scene, kind)
    if study := networks.depth_study():
        _depth(study)


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


def _depth(study: Mapping[str, networks.TrainingHistory]) -> None:
    """Show four trainings: 20 and 56 layers, with and without skips."""
    epochs = len(study["plain20"].points)
    st.markdown(_("**Is deeper better?** :gray[20 and 56 layers, all trained alike: {epochs} epochs of {pictures:,} "
                  "pictures of CIFAR-10]").format(epochs=epochs, pictures=study["plain20"].pictures))
    values = [100 * point[name] for past in study.values() for point in past.points
              for name in ("train_accuracy", "val_accuracy")]
    span = (max(0.0, min(values) - 5), min(100.0, max(values) + 5))
    titles = {"plain": _("Without skips :gray[accuracy, %]"), "resnet": _("With skips :gray[accuracy, %]")}
    for column, (kind, told) in zip(st.columns(2, gap="medium"), titles.items(), strict=True):
        with column:
            st.markdown(told)
            runs = [figures.Curve(_("{count} layers").format(count=name.removeprefix(kind)), past.points)
                    for name, past in study.items() if name.startswith(kind)]
            chart(runs, ACCURACY, epochs, key=f"fm_{kind}", watched=_("test"), span=span)
    ends = {name: f"{100 * past.end['train_accuracy']:.1f}" for name, past in study.items()}
    st.caption(_("At the end the networks without skips are right on {plain20} % (20 layers) and {plain56} % (56 "
                 "layers) of the very pictures they learn from, those with skips on {resnet20} % and {resnet56} %. A "
                 "deeper network could copy the shallow one and let its other layers pass everything on, so what "
                 "fails without skips is the learning, not the network. This run is short, but He et al. (2015) saw "
                 "the same after 64,000 steps and call it degradation.").format(**ends))
