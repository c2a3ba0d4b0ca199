"""Up to four methods side by side on *Why this class?*, each with its map, its options and what to think of it."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from explorer import networks
from explorer.networks import attribution
from pages.attribution.components import look_bar, map_view
from pages.attribution.dream import dream_button, dream_card, has_dream
from pages.attribution.scene import Scene, attribution_task, request
from pages.attribution.state import MOST, chosen_options, set_option, state
from pages.ui import long_task
from pages.ui.errors import plain, told_to_reader
from pages.ui.state.widget import controlled
from pages.ui.text import _, say

LAYER = "why_layer"


def options(scene: Scene, method: attribution.Method, slot: int) -> None:
    """Show a popover with what a method lets a reader choose, if anything."""
    if not method.options and not method.at_layer:
        return
    with st.popover(_("Options"), icon=":material/tune:", key=f"why_tune_{slot}", help=_("Options"), type="tertiary",
                    on_change="rerun") as popover:
        if popover.open:
            if method.at_layer:
                _layer(scene, slot)
            network = scene.opened.network
            chosen = chosen_options(network, method)
            for option in attribution.options_of(network, method):
                _option(network, method, option, chosen[option.name])


def _layer(scene: Scene, slot: int) -> None:
    network = scene.opened.network
    usual, reason = attribution.default_cam_layer(network)
    chosen = scene.asking.layer or usual
    template = _("{layer} (usual)")
    st.selectbox(_("Layer"), attribution.cam_layers(network),
                 format_func=lambda name: template.format(layer=name) if name == usual else name,
                 **controlled(f"{LAYER}_{slot}", chosen, partial(_layered, usual)))
    st.caption(say(reason))


def _option(network: networks.Network, method: attribution.Method, option: attribution.Option, value: Any) -> None:
    shown = controlled(f"why_{method.id}_{option.name}", value,
                    lambda chosen: set_option(network, method, option.name, chosen))
    if option.kind == "choice":
        titles = dict(option.choices)
        st.selectbox(_(option.title), list(titles), format_func=lambda name: _(titles[name]), **shown)
        return
    kind = int if option.kind == "int" else float
    st.number_input(_(option.title), kind(option.low), kind(option.high), step=kind(option.step), **shown)


def _layered(usual: str, layer: str) -> None:
    state.change(layer="" if layer == usual else layer)


ADD = "why_add"


def heading(scene: Scene) -> None:
    """Show the question, how the maps are looked at, and what adds a method."""
    share = _("{share:.1f} %").format(share=100 * float(scene.shares[scene.target]))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_("**Why {name}?** {share}").format(name=plain(scene.name), share=plain(share)))
        dream_button(scene)
    looks, adds = st.columns([0.7, 0.3], gap="small", vertical_alignment="center")
    with looks:
        look_bar(key="why_look")
    with adds:
        _add(scene)


def cards(scene: Scene) -> dict[str, attribution.Attribution]:
    """Show the chosen methods; return those maps that are there, by method."""
    chosen = scene.asking.methods
    found = {}
    dream = scene.asking.dream and has_dream(scene)
    columns = st.columns(max(2, len(chosen) + dream), gap="small")
    for slot, column in enumerate(columns[:len(chosen)]):
        with column, st.container(gap="small"), told_to_reader():
            made = _card(scene, attribution.METHODS[chosen[slot]], slot)
            if made is not None:
                found[chosen[slot]] = made
    if dream:
        with columns[len(chosen)], st.container(gap="small"), told_to_reader():
            dream_card(scene)
    return found


def answer(scene: Scene, method: attribution.Method, *, shuffled: int = 0) -> attribution.Attribution | None:
    """Return the map of a method: at once from a fast one, and from a slow one as soon as it is done.

    Raises:
        ExplorerError: see :func:`explorer.networks.attribution.attribute`.
    """
    asked = request(scene, method, shuffled=shuffled)
    network, values, known = scene.opened.network, scene.given.values, scene.given.key
    if method.slow:
        return attribution.cached(network, values, asked, known_as=known) or attribution_task(scene, asked).result
    found = attribution.cached(network, values, asked, known_as=known)
    if found is not None:  # no spinner for what others have asked before
        return found
    with st.spinner(_("Computing"), show_time=True):
        return attribution.attribute(network, values, asked, known_as=known)


def shown(scene: Scene, answered: attribution.Attribution | None, *, title: str, signed: bool, key: str,
          note: str = "") -> None:
    """Show a map over what the network reads of the photo; on one that is no more than rounding, it says so."""
    if answered is None:
        map_view(scene.given.pixels, None, title=title, signed=signed, key=key, note=note)
        return
    map_view(scene.given.pixels, answered.values, title=title, signed=signed, key=key, note=note, least=answered.least,
             banner=say(answered.rounding) if answered.rounding else "")


def _card(scene: Scene, method: attribution.Method, slot: int) -> attribution.Attribution | None:
    _method_picker(scene, method, slot)
    made = answer(scene, method)
    shown(scene, made, title=_(method.title), signed=method.signed, key=f"why_map_{slot}", note=scene.mark)
    if made is None:
        long_task.offer(attribution_task(scene, request(scene, method)), key=f"why_run_{slot}", label=_("Start"))
    _controls(scene, method, slot)
    if made:
        _notes(made)
    st.caption(say(method.says))
    if made and made.layer:
        st.caption(_layer_text(scene, made.layer))
    return made


def _controls(scene: Scene, method: attribution.Method, slot: int) -> None:
    few = len(scene.asking.methods) + scene.asking.dream < MOST
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        key = f"why_misleads_{slot}" if few else f"why_misleads_icon_{slot}"
        with st.popover(_("Where it misleads"), icon=":material/report:", key=key, help=_("Where it misleads"),
                        type="tertiary"):
            st.markdown(say(method.misleads))
            st.caption(plain(method.source))
        st.space("stretch")
        options(scene, method, slot)
        away = _("Take this method away")
        st.button(away, icon=":material/close:", key=f"why_close_{slot}", type="tertiary", on_click=_removed,
                  args=(slot,), help=away, disabled=len(scene.asking.methods) == 1)


def _notes(made: attribution.Attribution) -> None:
    """Show what to know about this result: why it is blank, whether it is complete."""
    if made.note:
        st.info(say(made.note), icon=":material/info:")
    if made.completeness:
        whole = made.completeness
        difference = whole.score - whole.baseline_score
        st.markdown(_("**Completeness:** the map sums to {total:.3f}, the scores differ by {difference:.3f}: a gap of "
                      "{gap:.3f}").format(total=whole.total, difference=difference, gap=abs(whole.gap)),
                    help=_("The score is {score:.3f} for the photo and {baseline:.3f} for the photo without "
                           "information. More steps make the gap smaller.").format(
                               score=whole.score, baseline=whole.baseline_score))


def _layer_text(scene: Scene, layer: str) -> str:
    usual, reason = attribution.default_cam_layer(scene.opened.network)
    return say(reason) if layer == usual else _("Here it reads {layer}.").format(layer=plain(layer))


def _method_picker(scene: Scene, method: attribution.Method, slot: int) -> None:
    others = set(scene.asking.methods) - {method.id}
    titles = {name: title for name, title in _titles().items() if name not in others}
    st.selectbox(_("Method"), list(titles), format_func=titles.__getitem__, label_visibility="collapsed",
                 **controlled(f"why_method_{slot}", method.id, partial(_replaced, slot)))


def _add(scene: Scene) -> None:
    slow_one = _("{method} · slow")
    titles = {name: slow_one.format(method=title) if attribution.METHODS[name].slow else title
              for name, title in _titles().items() if name not in scene.asking.methods}
    full = len(scene.asking.methods) + scene.asking.dream == MOST
    st.selectbox(_("Add a method"), list(titles), format_func=titles.__getitem__, disabled=full,
                 placeholder=_("Four at most") if full else _("Add a method"), label_visibility="collapsed",
                 icon=":material/add:", **controlled(ADD, None, _added))


def _titles() -> dict[str, str]:
    return {name: _(method.title) for name, method in attribution.METHODS.items()}


def _added(method: str | None) -> None:
    if method is not None:
        state.change(methods=(*state.now.methods, method)[:MOST - state.now.dream])


def _replaced(slot: int, method: str) -> None:
    chosen = list(state.now.methods)
    if slot < len(chosen):  # else what is said is about a card that is gone
        chosen[slot] = method
        state.change(methods=tuple(chosen))


def _removed(slot: int) -> None:
    chosen = state.now.methods
    state.change(methods=chosen[:slot] + chosen[slot + 1:])
