"""Batch norm: what becomes of an answer when somebody forgets ``model.eval()``."""

from __future__ import annotations

import numpy as np
import streamlit as st

from explorer import experiments, figures, networks
from explorer.arrays import Floats, Pixels
from explorer.images import Picture
from pages.layers.norm_state import MATE_COUNTS, MATES
from pages.layers.state import state
from pages.ui.class_names import class_texts
from pages.ui.components.chart import plot
from pages.ui.components.class_scores import scores_view
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.errors import told_to_reader
from pages.ui.pickers.photo import photo
from pages.ui.text import _, share_text

DRAWS = 4
"""Batches of each size in the chart."""
PASSES = 20
PASS_SIZE = 8
TOP = 4
SHOWN_MATES = 15


def mates_part() -> None:
    """Show the answer for a photo in evaluation mode, and in training mode among others."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        picture = photo("la_photo")
        titles = {"photos": _("Other photos"), "digits": _("Digits"), "copies": _("Copies of it"),
                  "grey": _("Grey areas")}
        st.segmented_control(_("Who else is in the batch"), list(MATES), format_func=titles.__getitem__, required=True,
                             **state.bind("mates"))
        st.select_slider(_("Batch size"), list(MATE_COUNTS), width=220, **state.bind("among"))
        st.button(_("Other mates"), icon=":material/casino:", key="la_mates_draw", on_click=state.make,
                  args=(lambda now: now.next_draw(),))
    with st.spinner(_("Computing")), told_to_reader():
        _answers(picture)


def _answers(picture: Picture) -> None:
    now, norms = state.now, experiments.network_norms
    small = norms.small(picture)
    mates = norms.mate_pictures(now.mates, picture, now.among - 1, now.draw)
    names = class_texts(networks.architectures.CATEGORIES)
    evaluated, trained = norms.evaluated(small), norms.in_training(small, mates)
    _batch(small, mates)
    left, right = st.columns(2, gap="medium")
    with left:
        scores_view(_rows(evaluated, names), title=_("model.eval(): the same in every batch"), note="", key="la_eval")
    with right:
        scores_view(_rows(trained, names), title=_("model.train(), in this batch"), key="la_train",
                    note=_("ResNet-20, trained on CIFAR-10. No weight has changed."))
    best = int(evaluated.argmax())
    left, right = st.columns(2, gap="medium")
    with left:
        _by_size(picture, small, best, names[best])
    with right:
        _spoilt(picture, small, best, names[best])


def _rows(shares: Floats, names: tuple[str, ...]) -> list[tuple[str, float, float | None]]:
    return [(names[place], float(shares[place]), None) for place in np.argsort(-shares)[:TOP].tolist()]


def _batch(small: Pixels, mates: Pixels) -> None:
    shown = np.concatenate([small[None], mates[:SHOWN_MATES]])
    rest = len(mates) - SHOWN_MATES
    about = [Tile(_("photo")), *(Tile("") for _mate in mates[:SHOWN_MATES])]
    tiles(shown, about, key="la_batch_tiles", side=56, name=_("The pictures of the batch, 32 × 32 px each"))
    if rest > 0:
        st.caption(_("and {count} more").format(count=rest))


def _by_size(picture: Picture, small: Pixels, best: int, name: str) -> None:
    """Show what training mode says among several batches of each size."""
    norms, now = experiments.network_norms, state.now
    pools = [norms.mate_pictures(now.mates, picture, max(MATE_COUNTS), now.draw + draw) for draw in range(DRAWS)]
    shares = [[float(norms.in_training(small, pool[:count - 1])[best]) for pool in pools] for count in MATE_COUNTS]
    evaluated = float(norms.evaluated(small)[best])
    st.markdown(_("**How sure it is of *{name}*, in {count} batches of each size**").format(name=name, count=DRAWS))
    plot(figures.among_mates(MATE_COUNTS, shares, evaluated=evaluated, here=now.among,
                             names=(_("training mode, one batch"), _("evaluation mode")),
                             axes=(_("Batch size (log scale)"), name)), key="la_by_size",
         alt=_("Evaluation mode: {share}. Training mode, batches of {size}: {low} to {high}.").format(
             share=share_text(evaluated), size=now.among, low=share_text(min(shares[MATE_COUNTS.index(now.among)])),
             high=share_text(max(shares[MATE_COUNTS.index(now.among)]))))
    st.caption(_("A batch of one is normalised by the photo alone: whatever it has in common with itself, such as its "
                 "brightness and its contrast, is gone."))


def _spoilt(picture: Picture, small: Pixels, best: int, name: str) -> None:
    """Show what evaluation says after some forward passes in training mode."""
    norms, now = experiments.network_norms, state.now
    batches = [norms.mate_pictures(now.mates, picture, PASS_SIZE, now.draw + place) for place in range(PASSES)]
    shares = norms.after_passes(small, batches)[:, best]
    st.markdown(_("**And it stays: *{name}* in evaluation mode, afterwards**").format(name=name))
    plot(figures.after_passes(shares.tolist(), axes=(_("Forward passes in training mode"), name)), key="la_spoilt",
         alt=_("Before: {before}. After {count} passes: {after}.").format(
             before=share_text(float(shares[0])), count=PASSES, after=share_text(float(shares[-1]))))
    st.caption(_("Every pass, even under `torch.no_grad()`, moves the running averages by a tenth towards its batch of "
                 "{count}. With pictures unlike those of the training, such as digits, they soon are those of another "
                 "network.").format(count=PASS_SIZE))
