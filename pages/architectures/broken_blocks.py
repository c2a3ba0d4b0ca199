"""What is left of networks without each of their blocks, side by side, and a table of everything that was broken."""

from __future__ import annotations

from typing import Any

import streamlit as st

from explorer import experiments, figures, networks
from explorer.experiments import (
    BLOCK,
    BLOCKS,
    BREAKS,
    BROKEN,
    COUNTED,
    RESNET_BLOCKS,
    WHOLE,
    BrokenStudy,
    Harm,
    broken_studies,
    skip_studies,
)
from pages.architectures.state import state
from pages.ui.components.chart import plot
from pages.ui.components.table import table
from pages.ui.text import _, share_text

KINDS: dict[str, figures.Kind] = {"resnet20": "convolution", "vgg": "linear", "residual20": "convolution",
                                  "plain20": "pooling"}
NONE = "–"


def blocks_side_by_side(harm: Harm) -> None:
    """Show for each network what it still names without one of its blocks."""
    st.markdown(_("**Each block left out alone** :gray[pictures that are still right, %; dashed: nothing left out]"))
    studies = [broken_studies()[name] for name in COUNTED]
    for column, study in zip(st.columns([max(len(study.blocks), 7) for study in studies], gap="medium"), studies,
                             strict=True):
        with column:
            _network(study, harm.part if study.name == state.now.broken else "")
    _digits()
    ends = {study.name: _range(study) for study in studies}
    st.info(_("**With skips a block is a correction** to what is handed on anyway: without one of them ResNet-20 is "
              "still right on {resnet}. **Without skips a layer is the only way on**: each reads what the one before "
              "it writes. Without one of them the VGG is right on {vgg}; guessing is 10 %.").format(
                  resnet=ends["resnet20"], vgg=ends["vgg"]), icon=":material/lightbulb:")


def _network(study: BrokenStudy, chosen: str) -> None:
    values = [one.accuracy for one in study.blocks.values()]
    mean = share_text(sum(values) / len(values))
    title = _(networks.entry(f"bundled/{study.name}").title)
    st.markdown(_("{network} :gray[on average {mean}]").format(network=title, mean=mean))
    plot(figures.without_each_block(list(study.blocks), values, whole=study.whole.accuracy, kind=KINDS[study.name],
                                    chosen=chosen, said=_("right")), key=f"ar_blocks_{study.name}",
         alt="; ".join(f"{block}: {share_text(value)}" for block, value in zip(study.blocks, values, strict=True)))


def _digits() -> None:
    """Show the same of two networks that differ in their skips alone."""
    st.markdown(_("**The same 20 layers, with and without skips** :gray[trained alike on the digits; 268 test "
                  "digits, %]"))
    titles = {"residual20": _("With skips"), "plain20": _("Without")}
    for column, (name, title) in zip(st.columns(2, gap="medium"), titles.items(), strict=True):
        study = skip_studies()[name]
        values = [study.without([block]) for block in range(BLOCKS)]
        with column:
            st.markdown(_("{network} :gray[on average {mean}]").format(network=title,
                                                                       mean=share_text(sum(values) / BLOCKS)))
            plot(figures.without_each_block(RESNET_BLOCKS, values, whole=study.accuracy, kind=KINDS[name],
                                            said=_("right")), key=f"ar_blocks_{name}",
                 alt="; ".join(f"{block}: {share_text(value)}"
                               for block, value in zip(RESNET_BLOCKS, values, strict=True)))


def _range(study: BrokenStudy) -> str:
    values = sorted(one.accuracy for one in study.blocks.values())
    return _("{least} to {most}").format(least=share_text(values[0]), most=share_text(values[-1]))


def all_breaks() -> None:
    """Show everything that was broken as a table, once the reader opens it."""
    shown = st.expander(_("Everything that was broken, in one table (spoils all bets)"), icon=":material/table:",
                        key="ar_all_breaks", on_change="rerun")
    if shown.open:
        with shown:
            table(breaks_table(), name=_("What is left of each network"))


def breaks_table() -> list[dict[str, Any]]:
    """Return a row for each break, with what is still right of each network."""
    titles = {name: _(networks.entry(f"bundled/{name}").title) for name in BROKEN}
    rows = [{_("Broken"): _("nothing"), **{title: _left(name, WHOLE) for name, title in titles.items()}}]
    for kind, one in BREAKS.items():
        rows.append({_("Broken"): _(one.title), **{title: _left(name, kind) for name, title in titles.items()}})
    return rows


def _left(name: str, kind: str) -> str:
    if kind == BLOCK:
        return _range(broken_studies()[name]) if name in COUNTED else NONE
    if kind not in (WHOLE, *experiments.breaks_of(networks.load(f"bundled/{name}"))):
        return NONE
    found = experiments.still_named(name, Harm(kind))
    return share_text(found.accuracy) if found else NONE
