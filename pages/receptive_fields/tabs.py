"""Below the first screen of *Receptive fields*: fields through the network, ways to see more, what training does."""

from __future__ import annotations

import streamlit as st

from explorer.graph import Convention, Report, analyse, field_lessons, shape_text
from pages.receptive_fields.anchors import anchors
from pages.receptive_fields.growth import growth
from pages.receptive_fields.scene import Scene
from pages.receptive_fields.state import state
from pages.receptive_fields.weights_compared import training
from pages.ui.components.layer_table import sees_text
from pages.ui.errors import plain
from pages.ui.state.widget import tabs
from pages.ui.text import _, count_text, say


def examples(scene: Scene) -> None:
    """Show each comparison: what to look for, the numbers, and buttons that open the stacks."""
    for number, comparison in enumerate(field_lessons.COMPARISONS):
        _comparison(comparison, number, scene.looking.network)


def _comparison(comparison: field_lessons.Comparison, number: int, opened: str) -> None:
    st.markdown(f"**{_(comparison.title)}**  \n{plain(say(comparison.says))}")
    for place, (column, variant) in enumerate(zip(st.columns(3, gap="medium"), comparison.variants, strict=False)):
        with column:
            _variant(variant, key=f"rf_way_{number}_{place}", open_now=variant.name == opened)


def _variant(variant: field_lessons.Variant, *, key: str, open_now: bool) -> None:
    report = analyse(variant.graph, field_lessons.INPUT_SHAPE)
    st.markdown(_numbers(_(variant.title), report))
    st.button(_("Open above"), key=key, icon=":material/arrow_upward:", disabled=open_now, on_click=_open,
              args=(variant,))


def _numbers(title: str, report: Report) -> str:
    rows = [(_("Receptive field"), sees_text(report.rows[-1])), (_("Parameters"), count_text(report.params)),
            (_("Multiplications"), count_text(report.operations(Convention()))),
            (_("Its map"), shape_text(report.output_shape or ()))]
    return "\n".join([f"| {title} | {_('Value')} |", "|---|---:|", *(f"| {name} | {value} |" for name, value in rows)])


def _open(variant: field_lessons.Variant) -> None:
    state.change(network=variant.name, layer=variant.graph.output)


TABS = "rf_more"


def more(scene: Scene) -> None:
    """Show tabs; only the open one is computed."""
    names = (_("Through the network"), _("Ways to see more"), _("What training does"), _("Against sizes of things"))
    for tab, show in zip(tabs(names, key=TABS), (growth, examples, training, anchors), strict=True):
        if tab.open:
            with tab:
                show(scene)
