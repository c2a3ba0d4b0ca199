"""Break a trained network to understand it: choose what to break, bet on what is left, and see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from explorer import experiments, figures, networks
from explorer.experiments import BLOCK, BREAKS, BROKEN, COUNTED, Harm, StillNamed
from explorer.graph import Block
from pages.architectures.broken_blocks import all_breaks, blocks_side_by_side
from pages.architectures.broken_photo import broken_photo
from pages.architectures.state import state
from pages.ui.components import component
from pages.ui.components.chart import plot
from pages.ui.components.network_strip import strip
from pages.ui.components.stack_strip import stack_picture
from pages.ui.errors import told_to_reader
from pages.ui.state.widget import controlled
from pages.ui.text import _, share_text

STRIP, BETS, GUESS = "ar_broken_strip", "ar_bets", "ar_guess"
UNASKED = "-"
MIDDLE = 50
FAVOURED = 0.3
"""Share of the pictures that are given one class, from which on it is worth a sentence."""
CLASSES = 10


def break_it() -> None:
    """Ask what to break and for a bet, and show what is left."""
    titles: dict[str, str] = {name: _(networks.entry(f"bundled/{name}").title) for name in BROKEN}
    st.pills(_("Network"), list(titles), format_func=lambda name: titles[name], required=True,
             label_visibility="collapsed", **controlled("ar_broken", state.now.broken, _open))
    with told_to_reader():
        network = networks.load(f"bundled/{state.now.broken}")
        _take_click(network)
        harm = harm_now(network)
        _picture(network, harm)
        left, right = st.columns([0.27, 0.73], gap="medium")
        with left:
            _breaks(network, harm)
        with right:
            _said(harm)
            _bet_or_truth(network, harm)
        if state.now.bet:
            _seen(network, harm)
    _counted()


def _open(name: str | None) -> None:
    if name in BROKEN:
        _choose(broken=name, part="", seen="")


def harm_now(network: networks.Network) -> Harm:
    """Return what is done to ``network``: the nearest that it can suffer to what is set."""
    possible = experiments.breaks_of(network)
    kind = state.now.harm if state.now.harm in possible else possible[0]
    parts = experiments.breakable_parts(network)
    if kind != BLOCK:
        return Harm(kind)
    return Harm(BLOCK, state.now.part if state.now.part in parts else parts[len(parts) // 2])


def _choose(**fields: str) -> None:
    """Change what is broken; a bet that was already placed on it is there again."""
    state.change(**fields)
    harm = harm_now(networks.load(f"bundled/{state.now.broken}"))
    state.change(bet=_bets().get(f"{state.now.broken}|{harm.key}", ""))


def _bets() -> dict[str, str]:
    found: dict[str, str] = st.session_state.setdefault(BETS, {})
    return found


def _take_click(network: networks.Network) -> None:
    """Take over a click in the picture: the block to leave out, or the place whose maps are looked at."""
    clicked = component.clicked(STRIP, {*network.graph.places} | {f"block:{name}" for name in network.graph.places})
    if not clicked:
        return
    part = next((part for part in experiments.map_places(network)
                 if clicked.removeprefix("block:") in experiments.part_layers(network, part)), "")
    if harm_now(network).kind == BLOCK and part in experiments.breakable_parts(network):
        _choose(part=part)
    elif part:
        state.change(seen=part)


def _breaks(network: networks.Network, harm: Harm) -> None:
    possible = experiments.breaks_of(network)
    st.radio(_("What is broken"), possible, format_func=lambda kind: _(BREAKS[kind].title),
             **controlled("ar_harm", harm.kind, lambda kind: _choose(harm=kind)))
    missing = {"skips": _("This network has no skips to cut."), "average": _("This network has no max pooling."),
               "norms": _("This network has no batch norms.")}
    st.caption(" ".join(text for kind, text in missing.items() if kind not in possible))


def _picture(network: networks.Network, harm: Harm) -> None:
    """Show the network, blocks as one volume each; the one that is left out is selected."""
    layers = {name: Block(experiments.part_layers(network, part)) for part in experiments.map_places(network)
              if part not in network.graph for name in experiments.part_layers(network, part)}
    pieces = dict.fromkeys(layers.get(name, name) for name in network.graph.places)
    part = layers.get(f"{harm.part}.conv1")
    strip(stack_picture(network.report, selected=part.id if part else harm.part or None, pieces=list(pieces)),
          key=STRIP)


def _said(harm: Harm) -> None:
    said = [f"**{_(BREAKS[harm.kind].title)}.**", _(BREAKS[harm.kind].does)]
    if harm.part:
        said.append(_("It is **{part}**.").format(part=harm.part))
    st.markdown(" ".join(said))


def _bet_or_truth(network: networks.Network, harm: Harm) -> None:
    whole, found = (experiments.still_named(state.now.broken, one) for one in (Harm(), harm))
    assert whole and found, f"{network.name} was not measured with {harm.key}"
    if not state.now.bet:
        _ask_for_bet(whole, harm)
        return
    bet = None if state.now.bet == UNASKED else int(state.now.bet) / 100
    _truth(whole, found, bet)
    _sentences(whole, found, bet, network.categories)


def _ask_for_bet(whole: StillNamed, harm: Harm) -> None:
    with st.container(border=True, key="ar_bet"):
        st.markdown(_("**Your bet.** As it is, the network names **{share}** of {count} pictures it has never "
                      "seen; guessing names 10 %. How many are right once this is done to it?").format(
                          share=share_text(whole.accuracy), count=f"{sum(whole.said):,}"))
        st.slider(_("Right, %"), 0, 100, MIDDLE, key=GUESS)
        with st.container(horizontal=True, gap="small"):
            st.button(_("Bet"), key="ar_place_bet", type="primary", on_click=_place, args=(harm,))
            st.button(_("Show it without a bet"), key="ar_no_bet", type="tertiary",
                      on_click=lambda: state.change(bet=UNASKED))


def _place(harm: Harm) -> None:
    bet = str(min(max(int(st.session_state[GUESS]), 0), 100))
    _bets()[f"{state.now.broken}|{harm.key}"] = bet
    state.change(bet=bet)


def _truth(whole: StillNamed, found: StillNamed, bet: float | None) -> None:
    bars = [figures.SharedBar(_("as it is"), whole.accuracy, "input")]
    if bet is not None:
        bars.append(figures.SharedBar(_("your bet"), bet, "pooling", is_bet=True))
    bars.append(figures.SharedBar(_("broken"), found.accuracy, "convolution"))
    plot(figures.accuracy_bars(bars, chance=1 / CLASSES, guessing=_("guessing")), key="ar_truth",
         alt="; ".join(f"{bar.name}: {share_text(bar.value)}" for bar in bars))


def _sentences(whole: StillNamed, found: StillNamed, bet: float | None, names: Sequence[str]) -> None:
    said = [_("**{share}** are still right: {lost} points are lost.").format(
        share=share_text(found.accuracy), lost=f"{100 * (whole.accuracy - found.accuracy):.1f}")]
    if bet is not None:
        said.append(_("Your bet was off by {points} points.").format(
            points=f"{100 * abs(bet - found.accuracy):.1f}"))
    most = found.said[found.favourite] / sum(found.said)
    if most > FAVOURED:
        said.append(_("It now says “{name}” to {share} of all pictures; the truth is 10 %.").format(
            name=_(names[found.favourite]), share=share_text(most)))
    st.markdown(" ".join(said))


def _seen(network: networks.Network, harm: Harm) -> None:
    if harm.kind == BLOCK:
        blocks_side_by_side(harm)
    broken_photo(network, harm)
    all_breaks()
    if state.now.broken not in COUNTED:
        st.caption(_("Right: of {count} digits of scikit-learn, of which the network learned nothing. All is computed "
                     "now.").format(count=len(experiments.held_digits()[1])))
        return
    st.caption(_("Right: of the 10,000 test pictures of CIFAR-10, of which the networks learned nothing. They do not "
                 "come with the app: these counts are of runs that ship with it, made again by "
                 "`python -m explorer.experiments.breaking cifar10.zip`. The answer to the photo, the maps and the "
                 "gradients are computed now."))


def _counted() -> None:
    """Say how good the reader's bets are, once there are some."""
    errors = list(bet_errors(_bets()))
    if len(errors) > 1:
        st.caption(_("Your {count} bets are off by {points} points on average.").format(
            count=len(errors), points=f"{100 * sum(errors) / len(errors):.1f}"))


def bet_errors(bets: Mapping[str, str]) -> list[float]:
    """Return by how much each bet was off, 0 to 1."""
    found = []
    for asked, bet in bets.items():
        name, _bar, key = asked.partition("|")
        kind, _dot, part = key.partition(".")
        if judged := experiments.still_named(name, Harm(kind, part)):
            found.append(abs(int(bet) / 100 - judged.accuracy))
    return found
