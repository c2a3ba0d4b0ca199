"""*The last step*: the score of a class as a sum of what each channel paid for it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import networks
from explorer.arrays import Floats
from explorer.errors import N_
from explorer.figures import DIVERGING, SEQUENTIAL, colour_table, hatches, packed
from explorer.numbers import number
from explorer.runtime import Cache
from pages.pixel_to_class.last_settings import NO_CHANNEL
from pages.pixel_to_class.scene import Walked
from pages.pixel_to_class.small_pictures import atlas
from pages.pixel_to_class.state import state
from pages.ui.components import component
from pages.ui.errors import plain, told_to_reader
from pages.ui.state.widget import controlled
from pages.ui.tab import Tab
from pages.ui.text import _, formula, language

SUM, CLASS = "p2c_last", "p2c_class"
CLASSES, ROWS, PATCHES, SIDE = 6, 10, 4, 64

_mount = component.register("last_sum")
_kept: Cache[tuple[Any, ...], dict[str, Any]] = Cache(4 * 2**20, lambda liked: len(liked["atlas"]))


class Asked:
    """All that the sum may report: ``class <number>``, ``channel <number>``, and that no channel is chosen."""

    def __contains__(self, value: object) -> bool:
        kind, _space, text = value.partition(" ") if isinstance(value, str) and len(value) < 20 else ("", "", "")
        return kind in ("class", "channel") and text.isascii() and (text.isdigit() or text == str(NO_CHANNEL))


def take_click(walked: Walked) -> Walked:
    """Take over a class or a channel that was clicked; return what is looked at then."""
    asked = component.clicked(SUM, Asked())
    if asked is None:
        return walked
    kind, _space, text = asked.partition(" ")
    if kind == "channel":
        state.change(payer=int(text))
    elif 0 <= int(text) < len(walked.shares):
        state.change(target=int(text))
        walked = replace(walked, target=int(text))
    return replace(walked, looking=state.now)


def last_view(walked: Walked) -> None:
    """Show the sum, and its formula with its numbers."""
    walked = take_click(walked)
    with told_to_reader():
        step = networks.last_step(walked.opened.network, walked.given.values)
        if len(step.scores) != len(walked.names):
            st.info(_("The scores of this network stand for places, not for classes of the whole picture."),
                    icon=":material/info:")
            return
        _classes(walked)
        _mount(key=SUM, data=packed_sum(walked, step), on_selected_change=component.noted)
        _working(walked, step)


def _classes(walked: Walked) -> None:
    """Ask for any class that the network knows."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.selectbox(_("Class"), range(len(walked.names)), format_func=walked.names.__getitem__, width=280,
                     label_visibility="collapsed",
                     **controlled(CLASS, walked.target, lambda place: state.change(target=place)))
        if walked.looking.target is not None:
            st.button(_("The likeliest class"), icon=":material/trophy:", key="p2c_likeliest",
                      on_click=lambda: state.change(target=None))


def packed_sum(walked: Walked, step: networks.LastStep) -> bytes:
    """Return the sums of the likeliest classes and of the one that is asked about, for the browser.

    Class maps (n, h, w) and maps (u, h, w) as float32, two tables of colours (256, 3), the photo (H, W, 3).
    """
    places = [guess.place for guess in networks.guesses(walked.shares, walked.names, count=CLASSES)]
    if walked.target not in places:
        places[-1] = walked.target
    sums = [_sum(walked, step, place) for place in places]
    payer = walked.looking.payer if 0 <= walked.looking.payer < len(step.features) else NO_CHANNEL
    channels = sorted({row["channel"] for one in sums for row in one["rows"]} | ({payer} - {NO_CHANNEL}))
    class_maps, maps = _maps(step, places, channels)
    signed = bool(maps.size and maps.min() < 0)
    chosen = places.index(walked.target)
    liked = [row["channel"] for row in sums[chosen]["rows"]]
    if payer != NO_CHANNEL and payer not in liked:
        liked.append(payer)
        sums[chosen]["extra"] = _row(step, walked.target, payer)
    header = {"photo": walked.given.pixels.shape[:2], "grid": maps.shape[1:], "classes": sums, "channels": channels,
              "chosen": chosen, "payer": payer, "signed": signed, "hatched": hatches(),
              "high": float(np.abs(maps).max(initial=0)) or 1.0,
              "class_high": float(np.abs(class_maps).max(initial=0)) or 1.0,
              "liked": _liked(walked, step, liked), "words": _words(step)}
    table = colour_table(DIVERGING if signed else SEQUENTIAL)
    return packed(header, [class_maps, maps, table, colour_table(DIVERGING), walked.given.pixels])


def _sum(walked: Walked, step: networks.LastStep, place: int) -> dict[str, Any]:
    strongest = step.strongest(place, ROWS)
    rows = [_row(step, place, int(channel)) for channel in strongest]
    total = step.total(place)
    return {"place": place, "name": walked.names[place], "share": float(walked.shares[place]), "rows": rows,
            "rest": {"count": len(step.features) - len(rows),
                     "paid": total - float(step.bias[place]) - sum(row["paid"] for row in rows)},
            "bias": float(step.bias[place]), "total": total, "score": float(step.scores[place]), "extra": None}


def _row(step: networks.LastStep, place: int, channel: int) -> dict[str, Any]:
    feature, weight = float(step.features[channel]), float(step.weights[place, channel])
    return {"channel": channel, "feature": feature, "weight": weight, "paid": feature * weight}


def _maps(step: networks.LastStep, places: list[int], channels: list[int]) -> tuple[Floats, Floats]:
    """Return the class maps of ``places`` and the maps of ``channels``; no cells where features have no place."""
    if step.maps is None:
        return np.zeros((len(places), 0, 0), np.float32), np.zeros((len(channels), 0, 0), np.float32)
    found = [one for place in places if (one := step.class_map(place)) is not None]
    class_maps: NDArray[np.float32] = np.stack(found).astype(np.float32)
    return class_maps, step.maps[channels]


def _liked(walked: Walked, step: networks.LastStep, channels: list[int]) -> dict[str, Any]:
    """Return what excites each of ``channels`` most in photos that come with the app, a row of pictures for each."""
    network = walked.opened.network
    layer = step.source or network.graph[step.layer].inputs[0]

    def found() -> dict[str, Any]:
        rows = [networks.best_patches(network, layer, channel, PATCHES) for channel in channels]
        return {"channels": channels, "side": SIDE, "atlas": atlas([[one.pixels for one in row] for row in rows], SIDE),
                "told": [[f"{_(one.photo)} · {number(one.value, 3)}" for one in row] for row in rows]}
    return _kept.get((network.number, layer, tuple(channels), language()), found)


def _words(step: networks.LastStep) -> dict[str, str]:
    placed = step.maps is not None
    return {
        "channel": _("Channel {channel}") if placed else _("Value {channel}"),
        "feature": _("mean of its map") if placed else _("its value"), "weight": _("weight"), "paid": _("paid"),
        "rest": _("{count} more together"), "bias": _("Bias"), "total": _("Score"),
        "same": _("The network itself puts out {score}; the sums differ by {gap}."),
        "where": _("Where {name} comes from: what each place paid. The mean of all places and the bias are the score."),
        "map": _("Channel {channel}: {feature} on average, times {weight} is {paid} for {name}."),
        "value": _("Value {channel}: {feature}, times {weight} is {paid} for {name}."),
        "plain": _("These features are values without a place in the picture, so no maps stand beside them."),
        "likes": _("What excites channel {channel} most") if placed else _("What excites value {channel} most"),
        "classes": _("The likeliest classes"), "rows": _("What was paid, the most first"), "photo": _("The picture"),
        "score": _("score"), "share": _("share"),
        "keys": _("Arrow keys choose."), "all": _("All channels together")}


def _working(walked: Walked, step: networks.LastStep) -> None:
    """Show the sum as a formula, and what softmax makes of the score."""
    place, paid = walked.target, step.paid(walked.target)
    order = step.strongest(place, 3)
    terms = " + ".join(rf"{step.features[one]:.3f} \cdot ({step.weights[place, one]:.3f})" for one in order)
    rest = float(paid.sum() - paid[order].sum())
    one, two = st.columns(2, gap="medium")
    with one:
        st.markdown(formula(rf"s = \sum_c w_c f_c + b = {terms} + \dots\,({rest:.3f}) + ({step.bias[place]:.3f}) "
                            rf"= {step.total(place):.4f}"))
        st.caption(_("The score of {name}, added up: {count} features, a weight for each, one bias.").format(
            name=plain(walked.name), count=len(step.features)))
    with two:
        if networks.ending(walked.opened.network) == "sigmoid":
            st.markdown(formula(rf"p = \frac{{1}}{{1 + e^{{-s}}}} = {walked.shares[place]:.4f}"))
            st.caption(_("A sigmoid makes a share of the score."))
        else:
            others = float(np.exp(step.scores.astype(np.float64) - step.scores[place]).sum())
            st.markdown(formula(rf"p = \frac{{e^{{s}}}}{{\sum_k e^{{s_k}}}} = \frac{{1}}{{{others:.4g}}} "
                                rf"= {walked.shares[place]:.4f}"))
            st.caption(_("Softmax makes a share of the score: numerator and denominator are divided by the first."))


def tab(walked: Walked) -> Tab:
    """Return the tab."""
    return Tab("last", N_("The last step"), N_(
        "Point at a class: which channels paid for it, and which spoke against it? All of it adds up to the score."),
        partial(last_view, walked))
