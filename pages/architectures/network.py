"""One network: its idea, its picture, what follows from its layers, and the table of its paper."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from explorer.graph import INPUT, Report, blocks, shape_text, shape_to_text, to_text, whole_id
from explorer.milestones import (
    MILESTONES,
    Milestone,
    Version,
    accuracies,
    depth,
    last_maps,
    linear_share,
    network_name,
    paper_table,
    trained,
)
from pages.architectures.paper_tables import paper_table_view
from pages.architectures.state import state
from pages.ui.components import component
from pages.ui.components.network_strip import strip
from pages.ui.components.stack_strip import label as layer_label, picture_alone
from pages.ui.components.table import table
from pages.ui.state.widget import controlled
from pages.ui.text import _, count_text, say, share_text
from pages.ui.words import help_of

STRIP, UNFOLDED = "ar_strip", "ar_unfolded"


def one_network() -> None:
    """Show the network that was chosen."""
    milestone = MILESTONES[state.now.network]
    _pickers(milestone)
    version = milestone.version(state.now.version)
    st.markdown(f"**{milestone.title} · {milestone.year}**  \n{_(milestone.idea)}")
    _picture(version)
    _numbers(version)
    st.markdown(_("**The table of the paper**"))
    paper_table_view(paper_table(milestone, version), name=_("Layers of {network}").format(network=milestone.title))
    _texts(milestone, version)


def _pickers(milestone: Milestone) -> None:
    now = state.now
    st.pills(_("Network"), list(MILESTONES), format_func=lambda name: MILESTONES[name].title, required=True,
             label_visibility="collapsed", **controlled("ar_network", now.network, open_network))
    version = milestone.version(now.version)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="ar_actions"):
        if len(milestone.versions) > 1:
            titles = {one.name: _(one.title) for one in milestone.versions}
            st.segmented_control(_("Version"), list(titles), format_func=titles.__getitem__, required=True,
                                 label_visibility="collapsed",
                                 **controlled("ar_version", version.name, _change_version))
        st.space("stretch")
        _links(version, trained(milestone, version))


def open_network(name: str | None) -> None:
    """Open a network, whichever part of the page is open."""
    if name in MILESTONES:
        st.session_state.pop(UNFOLDED, None)
        state.change(view="network", network=name, version="", layer="")


def _change_version(name: str | None) -> None:
    if name:
        st.session_state.pop(UNFOLDED, None)
        state.change(version=name, layer="")


def _links(version: Version, with_weights: Version | None) -> None:
    """Offer the pages that show more of it, the last with the trained network that is nearest to it."""
    shape, text = shape_to_text(version.input_shape), to_text(version.graph)
    st.page_link("build_stack/page.py", label=_("Build a stack"), icon=":material/layers:", width="content",
                 query_params={"stack": text, "input": shape})
    st.page_link("receptive_fields/page.py", label=_("Receptive fields"), icon=":material/center_focus_strong:",
                 width="content", query_params={"network": network_name(version)})
    if with_weights:
        label = _("Feature maps") if with_weights == version else _("Feature maps (torchvision)")
        st.page_link("feature_maps/page.py", label=label, icon=":material/apps:", width="content",
                     query_params={"network": with_weights.torchvision})


def _picture(version: Version) -> None:
    """Show the strip, and what is known of the layer that is selected in it."""
    report = version.report
    found = blocks(report)
    places = {INPUT, *version.graph.places}
    clicked = component.clicked(STRIP, places | {piece.id for block in found for piece in (block, *block.parts)}
                                | {f"{kind}:{name}" for kind in ("run", "block") for name in version.graph.places})
    unfolded: frozenset[str] = st.session_state.get(UNFOLDED, frozenset())
    if clicked in places:
        state.change(layer=clicked)
    elif clicked and (whole := whole_id(found, clicked)):
        unfolded = st.session_state[UNFOLDED] = unfolded | {whole}
    layer = state.now.layer if state.now.layer in places else ""
    picture, folds = picture_alone(report, layer or None, wanted=None, opened=unfolded, gaps=False)
    strip(picture, key=STRIP)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="ar_layer"):
        st.markdown(_said(report, layer, folds=bool(folds)), width="stretch")
        if folds and (unfolded or layer):
            st.button(_("Fold all"), icon=":material/unfold_less:", key="ar_fold", type="tertiary", on_click=_fold)


def _fold() -> None:
    st.session_state.pop(UNFOLDED, None)
    state.change(layer="")


def _said(report: Report, layer: str, *, folds: bool) -> str:
    if not layer:
        return _(":gray[Click a layer to read its numbers. A pile of blocks unfolds.]") if folds else _(
            ":gray[Click a layer to read its numbers.]")
    if layer == INPUT:
        return _("**Input**: {shape} values").format(shape=shape_text(report.input_shape))
    row = report[layer]
    said = _("**{layer}**, {kind}: {shape}; {params} parameters, {macs} multiply-adds").format(
        layer=layer.replace("_", r"\_"), kind=layer_label(row.layer), shape=shape_text(row.output_shape or ()),
        params=count_text(row.params), macs=count_text(row.macs))
    if row.local_field and len(row.output_shape or ()) == 3:
        said += " · " + _("a unit sees {side} px").format(side=f"{row.local_field.size:,}")
    return said


def _numbers(version: Version) -> None:
    """Show what follows from all layers together."""
    report = version.report
    maps = last_maps(report)
    field = maps.local_field.size if maps.local_field else 0
    flops = _("Additions counted on their own, {flops} FLOPs.").format(flops=count_text(2 * report.macs))
    with st.container(horizontal=True, gap="medium", key="ar_numbers"):
        st.metric(_("Parameters"), count_text(report.params), help=_(
            "{params} values that are learned, {share} of them in linear layers.").format(
                params=f"{report.params:,}", share=share_text(linear_share(report))))
        st.metric(_("Multiply-adds"), count_text(report.macs), help=f"{help_of('MACs')} {flops}")
        st.metric(_("Layers"), depth(version.graph), help=_(
            "Convolutions and linear layers on the longest path from the picture to the answer."))
        st.metric(_("Field, px"), f"{field:,}", help=_(
            "What a unit of the last maps, {layer} with {shape}, sees through windows; the picture has {side} px."
            ).format(
                layer=maps.name, shape=shape_text(maps.output_shape or ()), side=report.input_shape[-1]))
        for one in accuracies(version)[:1]:
            st.metric(_("Error: {counted}").format(counted=_(one.measured)), f"{one.error:g} %", help=say(one.source))


def _texts(milestone: Milestone, version: Version) -> None:
    """Show what was new, how it was trained, and how good it is."""
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(_bullets(_("**What was new**"), [_(line) for line in milestone.new]))
        st.markdown(_bullets(_("**Pictures and training in the paper**"),
                             [_(milestone.augmentation), _(milestone.training)]))
    with right:
        st.markdown(_("**How good it is**"))
        found = accuracies(version) or accuracies(milestone.opened)
        table([{_("Error, %"): f"{one.error:.2f}", _("Counted"): _(one.measured), _("Source"): say(one.source)}
               for one in found], name=_("Errors of {network}").format(network=milestone.title))
        for note in filter(None, (version.differs, milestone.slip)):
            st.info(_(note), icon=":material/info:")
        st.caption(milestone.paper)


def _bullets(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, "", *(f"- {line}" for line in lines)])
