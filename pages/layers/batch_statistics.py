"""Batch norm: how the estimates of a batch jump with its size, and what the running averages make of them."""

from __future__ import annotations

import streamlit as st

from explorer import figures
from explorer.experiments import batch_norm
from explorer.numbers import number
from pages.layers.state import state
from pages.ui.components.chart import plot
from pages.ui.text import _, formula, share_text

BATCHES = 40
STEPS = 100


def sizes_part() -> None:
    """Show what batches of each size say of the mean and the standard deviation."""
    left, right = st.columns([0.32, 0.68], gap="medium")
    now = state.now
    with left:
        _truth()
        st.select_slider(_("Batch size"), list(batch_norm.BATCH_SIZES), **state.bind("batch"))
        _again()
    found = batch_norm.estimates(mean=now.mean, spread=now.spread, batches=BATCHES, seed=now.draw)
    here = next(one for one in found if one.size == now.batch)
    numbers = {"size": here.size, "low": number(float(here.means.min()), 3), "high": number(float(here.means.max()), 3),
               "least": number(float(here.spreads.min()), 3), "most": number(float(here.spreads.max()), 3)}
    with right:
        plot(figures.batch_estimates([one.size for one in found], [one.means for one in found],
                                     [one.spreads for one in found], [one.band for one in found],
                                     true=(now.mean, now.spread), here=now.batch,
                                     names=(_("one batch"), _("true value"), _("95 % of the batches")),
                                     axes=(_("Batch size (log scale)"), _("Mean"), _("Standard deviation"))),
             key="la_sizes", alt=_("Batches of {size}: means from {low} to {high}, standard deviations from {least} to "
                                   "{most}.").format(**numbers))
    with left:
        st.markdown(_("**{batches} batches of {size}** :gray[their means go from {low} to {high}, their standard "
                      "deviations from {least} to {most}]").format(batches=BATCHES, **numbers))
        st.markdown(formula(rf"\mu \pm \frac{{2\,\sigma}}{{\sqrt{{n}}}} = {number(now.mean, 3).replace('−', '-')} \pm "
                            rf"{number(here.band, 3)}"))
        st.caption(_("Four times the batch, half the jump. Small batches also find the spread too small: of {size}, "
                     "the variance is on average {share} of the true one. This noise acts a little like dropout; where "
                     "batches are tiny, group norm or layer norm, which need no batch, work better.").format(
                         size=here.size, share=share_text(1 - 1 / here.size)))


def _truth() -> None:
    st.slider(_("True mean"), -8.0, 8.0, step=0.5, **state.bind("mean"))
    st.slider(_("True standard deviation"), 0.1, 4.0, step=0.1, **state.bind("spread"))


def _again() -> None:
    st.button(_("Draw other batches"), icon=":material/casino:", key="la_draw", on_click=state.make,
              args=(lambda now: now.next_draw(),), width="stretch")


def running_part() -> None:
    """Show how the running averages approach the true values over the steps of a training."""
    left, right = st.columns([0.32, 0.68], gap="medium")
    with left:
        _truth()
        st.select_slider(_("Batch size"), list(batch_norm.BATCH_SIZES), **state.bind("batch"))
        st.slider(_("Momentum"), 0.01, 1.0, step=0.01, **state.bind("momentum"),
                  help=_("Share of the newest batch in the running averages; torch takes 0.1."))
        _again()
    now = state.now
    with right:
        if now.batch < 2:
            st.warning(_("A batch of one value has no variance, so there is nothing to average. Choose 2 or more."),
                       icon=":material/error:")
            return
        path = batch_norm.running_path(mean=now.mean, spread=now.spread, size=now.batch, steps=STEPS,
                                       momentum=now.momentum, seed=now.draw)
        end = {"steps": STEPS, "mean": number(float(path.running_means[-1]), 3),
               "variance": number(float(path.running_variances[-1]), 3), "true": number(now.mean, 3),
               "true_variance": number(now.spread**2, 3)}
        said = _("After {steps} steps: running mean {mean} (true: {true}), running variance {variance} (true: "
                 "{true_variance}).").format(**end)
        plot(figures.running_averages(
            (path.means, path.variances), (path.running_means, path.running_variances),
            true=(now.mean, now.spread**2), names=(_("one batch"), _("running average"), _("true value")),
            axes=(_("Step of training"), _("Mean"), _("Variance"))), key="la_running", alt=said)
        st.markdown(said)
    with left:
        _momentum_told()


def _momentum_told() -> None:
    momentum = state.now.momentum
    st.markdown(formula(rf"\mu_{{run}} \leftarrow {number(1 - momentum, 3)}\,\mu_{{run}} + {number(momentum, 3)}\,\mu"))
    st.caption(_("They begin at mean 0 and variance 1. After 10 steps {ten} of the averages still is this beginning, "
                 "after {steps} steps {all}: a network that is evaluated after a few steps only is judged by averages "
                 "that are not there yet.").format(
                     ten=share_text(batch_norm.forgotten(momentum, 10)), steps=STEPS,
                     all=share_text(batch_norm.forgotten(momentum, STEPS))))
