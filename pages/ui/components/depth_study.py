"""Is deeper better? Curves of four trainings that were done for this app: 20 and 56 layers, with and without skips."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from explorer import figures, networks
from pages.ui.components.chart import ACCURACY, chart, legend
from pages.ui.text import _


def depth_study(study: Mapping[str, networks.TrainingHistory], *, key: str) -> None:
    """Show four trainings: 20 and 56 layers, with and without skips.

    Args:
        study: by name, as `networks.depth_study` returns them.
        key: begins the keys of the charts.
    """
    epochs = len(study["plain20"].points)
    st.markdown(_("**Is deeper better?** :gray[20 and 56 layers, all trained alike: {epochs} epochs of {pictures:,} "
                  "pictures of CIFAR-10]").format(epochs=epochs, pictures=study["plain20"].pictures))
    values = [100 * point[name] for past in study.values() for point in past.points
              for name in ("train_accuracy", "val_accuracy")]
    span = (max(0.0, min(values) - 5), min(100.0, max(values) + 5))
    legend([figures.Curve(_("{count} layers").format(count=count), ()) for count in (20, 56)], watched=_("test"))
    titles = {"plain": _("Without skips :gray[accuracy, %]"), "resnet": _("With skips :gray[accuracy, %]")}
    for column, (kind, told) in zip(st.columns(2, gap="medium"), titles.items(), strict=True):
        with column:
            st.markdown(told)
            runs = [figures.Curve(_("{count} layers").format(count=name.removeprefix(kind)), past.points)
                    for name, past in study.items() if name.startswith(kind)]
            chart(runs, ACCURACY, epochs, key=f"{key}_{kind}", watched=_("test"), span=span)
    ends = {name: f"{100 * past.end['train_accuracy']:.1f}" for name, past in study.items()}
    st.caption(_("At the end the networks without skips are right on {plain20} % (20 layers) and {plain56} % (56 "
                 "layers) of the very pictures they learn from, those with skips on {resnet20} % and {resnet56} %. A "
                 "deeper network could copy the shallow one and let its other layers pass everything on, so what "
                 "fails without skips is the learning, not the network. This run is short, but He et al. (2015) saw "
                 "the same after 64,000 steps and call it degradation.").format(**ends))
