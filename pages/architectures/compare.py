"""Compare: two to four networks side by side, and all of torchvision's classifiers in two charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from explorer import figures
from explorer.graph import PRESETS, shape_to_text, to_text
from explorer.milestones import (
    FAMILIES,
    HEAD,
    MOST_COMPARED,
    OTHER,
    Classifier,
    ClassifierPoint,
    NetworkPart,
    classifier,
    comparable,
    front,
    points,
)
from pages.architectures.state import state
from pages.ui.compared import NONE, SAME, ratio_text, totals_table
from pages.ui.components.chart import plot
from pages.ui.state.widget import controlled
from pages.ui.text import _, count_text, share_text
from pages.ui.words import help_of

SHADES = {"1": "#c7d6f5", "2": "#a9c0ef", "4": "#86a5e6", "8": "#5e85da", "16": "#2f5fc9", "32": "#1c4496",
          "64": "#122c63"}
"""Of the parts of a network, darker where its maps are smaller."""


def compare() -> None:
    """Ask for networks, and show their numbers, where these lie, and all classifiers around them."""
    names = read_names(state.now.beside)
    _pickers(names)
    chosen = [classifier(name) for name in names]
    if chosen:
        _numbers(chosen)
        _where(chosen)
        _links(names)
    else:
        st.info(_("Choose two to four networks."))
    _all_classifiers(names)


def read_names(text: str) -> tuple[str, ...]:
    """Return the networks that a link names, each once; what is none is left out."""
    known = comparable()
    return tuple(name for name in dict.fromkeys(text.split(".")) if name in known)[:MOST_COMPARED]


def with_choice(names: Sequence[str], slot: int, chosen: str) -> str:
    """Return the networks for a link once ``chosen``, or none where it is empty, stands in place ``slot``."""
    slots = [*names, *[""] * (MOST_COMPARED - len(names))]
    slots[slot] = chosen
    return ".".join(dict.fromkeys(name for name in slots if name))


def _pickers(names: Sequence[str]) -> None:
    for slot, column in enumerate(st.columns(MOST_COMPARED, gap="small")):
        column.selectbox(
            _("Network {number}").format(number=slot + 1), ("", *comparable()), format_func=_title,
            label_visibility="collapsed", **controlled(f"ar_beside_{slot}", names[slot] if slot < len(names) else "",
                                                       partial(_chosen, names, slot)))


def _chosen(names: Sequence[str], slot: int, chosen: str) -> None:
    state.change(beside=with_choice(names, slot, chosen))


def _title(name: str) -> str:
    return _(classifier(name).title) if name else _("none")


def _numbers(chosen: Sequence[Classifier]) -> None:
    first = chosen[0]
    rows = [
        (_("Parameters"), *(_beside(one.params, first.params) for one in chosen)),
        (_("Multiply-adds (MACs) for one picture"), *(_beside(one.macs, first.macs) for one in chosen)),
        (_("Depth: layers with weights, on the longest way"), *(_or_none(one.depth, "{}".format) for one in chosen)),
        (_("Receptive field of the last maps"), *(_or_none(one.field, "{:,} px".format) for one in chosen)),
        (_("Top-1 accuracy, first recipe"), *(_accuracy(one, newest=False) for one in chosen)),
        (_("Top-1 accuracy, newest recipe"), *(_accuracy(one, newest=True) for one in chosen)),
    ]
    totals_table((_("In all"), *(_(one.title) for one in chosen)), rows)
    st.caption(_("In brackets: how many times as much as the first. MACs: of convolutions and linear layers, bias not "
                 "counted. Accuracy: share of ImageNet’s 50,000 validation pictures whose likeliest class is right, "
                 "as torchvision tells of its weights; – where it has none. Attention, and what is too large to be "
                 "read here, has no depth and field."))


def _beside(value: int, first: int) -> str:
    ratio = ratio_text(value, first)
    return count_text(value) if ratio in (SAME, NONE) else f"{count_text(value)} ({ratio})"


def _or_none(value: int | None, write: Callable[[int], str]) -> str:
    return NONE if value is None else write(value)


def _accuracy(one: Classifier, *, newest: bool) -> str:
    found = one.by("newest" if newest else "first")
    return f"{found[0].accuracy:.1f} %" if found else NONE


def _where(chosen: Sequence[Classifier]) -> None:
    columns = st.columns(2, gap="medium")
    for column, title, unit, params in zip(
            columns, (_("**Where the parameters are**"), _("**Where the multiply-adds are**")),
            (_("parameters"), _("MACs")), (True, False), strict=True):
        bars = [figures.CostBar(_(one.title), tuple(_part(part, params) for part in one.parts),
                                count_text(one.params if params else one.macs)) for one in chosen]
        with column:
            st.markdown(title, help=None if params else help_of("MACs"))
            plot(figures.cost_bars(bars, unit=unit, share=True), key="ar_where_params" if params else "ar_where_macs",
                 alt=". ".join(_spoken(bar) for bar in bars))
    st.caption(_("Each bar is a whole network, from the picture on the left to the answer on the right. 1/8: layers "
                 "whose maps have an eighth of the picture’s side. Green: layers behind the last maps."))


def _part(part: NetworkPart, params: bool) -> figures.CostPart:
    names = {HEAD: _("head"), OTHER: _("not read here")}
    return figures.CostPart(names.get(part.place, f"1/{part.place}"), "linear" if part.place == HEAD else "input",
                            part.params if params else part.macs, SHADES.get(part.place, ""))


def _spoken(bar: figures.CostBar) -> str:
    said = ", ".join(f"{part.name}: {share_text(part.value / (bar.value or 1))}" for part in bar.parts)
    return f"{bar.title}: {said}"


def _links(names: Sequence[str]) -> None:
    """Offer to open what is compared layer by layer, where *Build a stack* has it."""
    known = [name for name in names if name in PRESETS]
    with st.container(horizontal=True):
        for name in known:
            preset, others = PRESETS[name], [other for other in known if other != name]
            beside = {"with": others[0]} if others else {}
            label = (_("{name} beside {other}, layer by layer") if others else _("{name}, layer by layer")).format(
                name=_title(name), other=_title(others[0]) if others else "")
            st.page_link("build_stack/page.py", label=label, icon=":material/layers:", width="content", query_params={
                "stack": to_text(preset.graph), "input": shape_to_text(preset.input_shape), **beside})


def _all_classifiers(names: Sequence[str]) -> None:
    st.header(_("All classifiers of torchvision"), anchor="all")
    st.segmented_control(_("Weights"), list(_recipes()), format_func=_recipes().__getitem__, required=True,
                         label_visibility="collapsed",
                         **controlled("ar_recipes", state.now.recipes, lambda recipes: state.change(recipes=recipes)))
    among = points(state.now.recipes)  # type: ignore[arg-type]
    left, right = st.columns(2, gap="medium")
    with left:
        _chart(among, names, params=False)
    with right:
        _chart(among, names, params=True)


def _recipes() -> dict[str, str]:
    return {"first": _("First recipe"), "newest": _("Newest recipe"), "all": _("All weights")}


def _chart(among: Sequence[ClassifierPoint], names: Sequence[str], *, params: bool) -> None:
    against = "params" if params else "gmacs"
    best = front(among, against)  # type: ignore[arg-type]
    named = {point.classifier.name: point for point in reversed(among)}.values()  # the first of each network's weights
    shown = [figures.TradeOff(_(point.classifier.family), point.cost(against),  # type: ignore[arg-type]
                              point.trained.accuracy, _hover(point), point.classifier.name in names,
                              point.classifier.title if point in named else "") for point in among]
    line = [(point.cost(against), point.trained.accuracy) for point in best]  # type: ignore[arg-type]
    titles = (_("Parameters") if params else _("Multiply-adds for one picture"), _("Top-1 accuracy, %"),
              _("Pareto front"))
    st.markdown(_("**Accuracy against parameters**") if params else _("**Accuracy against operations**"))
    plot(figures.trade_off(shown, line, families=[_(family) for family in FAMILIES], titles=titles, legend=True),
         key=f"ar_trade_{against}", alt=_("{count} classifiers; on the Pareto front: {names}").format(
             count=len(among), names=_listed(best)))
    st.caption(_("On the front, where no other is as accurate with less: {names}.").format(names=_listed(best)))


def _listed(best: Sequence[ClassifierPoint]) -> str:
    return ", ".join(dict.fromkeys(point.classifier.title for point in best))


def _hover(point: ClassifierPoint) -> str:
    known, trained = point.classifier, point.trained
    lines = [f"<b>{known.title}</b> ({trained.name})",
             _("{accuracy:.1f} % right, pictures of {side} px").format(accuracy=trained.accuracy, side=trained.side),
             _("{macs} multiply-adds, {params} parameters").format(macs=count_text(round(trained.gmacs * 1e9)),
                                                                   params=count_text(known.params))]
    return "<br>".join([*lines, *([_("learned from more pictures than ImageNet’s")] if trained.more else [])])
