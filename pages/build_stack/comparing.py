"""Two stacks beside each other: what this one is compared with, and in what they differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape

import streamlit as st

from explorer import figures
from explorer.graph import PRESETS, Convention, Difference, Report, Stage
from pages.build_stack.beside import beside_stack, compared, name_of_link
from pages.build_stack.compared_words import difference_rows, total_rows
from pages.build_stack.preset_titles import preset_titles
from pages.build_stack.state import FIRST, Build, state
from pages.ui.compared import totals_table
from pages.ui.components.chart import plot
from pages.ui.own_stack import network_name
from pages.ui.state.page_state import show_problems
from pages.ui.state.widget import controlled
from pages.ui.text import _
from pages.ui.words import help_of

BEFORE, NOW, LINK, OTHER = "before", "now", "link", "other"
_CHOSEN, _LINK, _PROBLEMS, _ALL = "bs_beside", "bs_beside_link", "bs_beside_problems", "bs_beside_all"
ANCHOR = "compared"
BUTTON_WIDTH = 40
"""px; cuts the label off behind the icon, see `toolbar`."""


def compare_button() -> None:
    """Show the button that opens and closes the comparison."""
    st.button(_("Compare with"), icon=":material/compare_arrows:", key="bs_compare", on_click=_toggled,
              help=_("Puts another stack beside this one: a known network, this stack before the last change, or one "
                     "from a link"))


def comparison_row(report: Report, convention: Convention) -> Difference | None:
    """Ask what the stack is compared with, and say in short what differs; return it. Nothing while it is closed."""
    now = following()
    if not now.beside and st.session_state.get(_CHOSEN) != LINK:
        return None
    other = beside_stack(now.beside)
    found = other and compared(report.graph, report.input_shape, other.graph, other.input_shape)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bs_beside_row"):
        _picker(now)
        if st.session_state.get(_CHOSEN) == LINK:
            st.text_input(_("Link of a stack"), key=_LINK, placeholder=_("Paste the link of a stack"), width=320,
                          label_visibility="collapsed", on_change=_linked)
        st.button(_("Close the comparison"), icon=":material/close:", key="bs_beside_close", on_click=_toggled,
                  type="tertiary", wrap=False, width=BUTTON_WIDTH)
        if found:
            st.markdown(_summary(found, convention), width="stretch")
    show_problems(st.session_state.get(_PROBLEMS, ()))
    return found or None


def comparison(found: Difference | None, convention: Convention) -> None:
    """Show two stacks beside each other: totals, steps, fields, layers; None: nothing is compared."""
    if found is None:
        return
    names = (_("this stack"), _name(state.now))
    st.header(_("Compared with: {name}").format(name=names[1]), anchor=ANCHOR)
    _totals(found, convention, names)
    _step_charts(found, convention, names)
    _field_chart(found, names)
    _layers(found, names)


def beside_next(beside: str) -> str:
    """Return what the stack will be compared with after its next change: with itself, if the stack before is asked."""
    return network_name(state.now.stack) if beside and st.session_state.get(_CHOSEN) == BEFORE else beside


def _summary(found: Difference, convention: Convention) -> str:
    params, operations, *_rest = total_rows(found, convention)
    return _("{params}: **{more_params}**, {operations}: **{more_operations}** · [Side by side](#{anchor})").format(
        params=params.title, more_params=params.in_short, operations=operations.title,
        more_operations=operations.in_short, anchor=ANCHOR)


def _picker(now: Build) -> None:
    session = st.session_state
    names = {**({BEFORE: _("Before the last change")} if state.before or session.get(_CHOSEN) == BEFORE else {}),
             NOW: _("This stack as it is now"), LINK: _("A stack from a link"),
             **({OTHER: _("Stack of this link")} if _choice(now) == OTHER else {}),
             **preset_titles()}
    st.selectbox(_("Compare with"), list(names), format_func=names.__getitem__, label_visibility="collapsed",
                 icon=":material/compare_arrows:", width=260, **controlled("bs_beside_with", _choice(now), _chosen))


def _choice(now: Build) -> str:
    """Return which entry of the list stands for what is compared with."""
    chosen = st.session_state.get(_CHOSEN)
    if chosen in (BEFORE, NOW, LINK):
        return str(chosen)
    return now.beside if now.beside in PRESETS else OTHER


def _name(now: Build) -> str:
    """Return what the other stack is called beside this one."""
    names = {BEFORE: _("before the last change"), NOW: _("as it was kept"), LINK: _("the link’s stack"),
             OTHER: _("the link’s stack")}
    choice = _choice(now)
    return names[choice] if choice in names else _(PRESETS[choice].title)


def _toggled() -> None:
    now, session = state.now, st.session_state
    session.pop(_PROBLEMS, None)
    if now.beside or session.get(_CHOSEN) == LINK:
        session.pop(_CHOSEN, None)
        _put("")
    elif state.before is not None:
        _chosen(BEFORE)
    else:
        _chosen("mlp" if session.get("bs_opened", FIRST) == FIRST else FIRST)


def _chosen(choice: str | None) -> None:
    """Compare with an entry of the list; one that nobody offered changes nothing."""
    session = st.session_state
    session.pop(_PROBLEMS, None)
    if choice in PRESETS:
        session.pop(_CHOSEN, None)
        _put(str(choice))
    elif choice in (BEFORE, NOW, LINK):
        session[_CHOSEN] = choice
        if choice == NOW:
            _put(network_name(state.now.stack))
        elif choice == LINK:
            _put("")


def _linked() -> None:
    name, problems = name_of_link(str(st.session_state.get(_LINK, "")), state.now.input_shape)
    st.session_state[_PROBLEMS] = problems
    _put(name)


def following() -> Build:
    """Return what is set, where the stack before the last change is followed if the reader asked for it."""
    if st.session_state.get(_CHOSEN) == BEFORE and state.before is not None:
        name = network_name(state.before.stack)
        if name != state.now.beside:
            _put(name)
    return state.now


def _put(name: str) -> None:
    state.settle(replace(state.now, beside=name))


def _totals(found: Difference, convention: Convention, names: tuple[str, str]) -> None:
    totals_table((_("In all"), *names, _("Difference"), _("Ratio")), [
        (row.title, row.here, row.there, row.difference, row.ratio) for row in total_rows(found, convention)], strong=3)


def _step_charts(found: Difference, convention: Convention, names: tuple[str, str]) -> None:
    if not found.stages:
        return
    flops = convention.operation == "FLOP"
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(_("**Parameters of each step**"))
        _bars(found, names, _("parameters"), "bs_beside_params", lambda report, layer: report[layer].params)
    with right:
        st.markdown(_("**FLOPs of each step**") if flops else _("**MACs of each step**"),
                    help=help_of("FLOPs" if flops else "MACs"))
        _bars(found, names, _("FLOPs") if flops else _("MACs"), "bs_beside_macs",
              lambda report, layer: convention.operations(report[layer].counts))


def _bars(found: Difference, names: tuple[str, str], unit: str, key: str, count: Callable[[Report, str], int]) -> None:
    def total(report: Report, stage: Stage | None) -> int:
        return sum(count(report, layer) for layer in stage.layers) if stage else 0
    steps = [figures.PairedStep(one.label if one else "", two.label if two else "",
                                (total(found.here, one), total(found.there, two))) for one, two in found.stages]
    steps = [step for step in steps if any(step.values)]
    if not steps:
        st.caption(_("Nothing to count"))
        return
    log = figures.far_apart(steps)
    plot(figures.paired_bars(steps, networks=names, unit=_("{unit}, logarithmic").format(unit=unit) if log else unit,
                             log=log), key=key, alt=_("Both stacks step by step as bars"))


def _field_chart(found: Difference, names: tuple[str, str]) -> None:
    pairs = [pair for pair in found.pairs
             if any(row and row.local_field and row.layer.family in ("convolution", "pooling")
                    for row in (pair.here, pair.there))]
    if not pairs:
        return
    st.markdown(_("**Receptive field of each layer**"))
    labels = [" | ".join(dict.fromkeys(row.name for row in (pair.here, pair.there) if row)) for pair in pairs]
    sizes = tuple([row.local_field.size if row and row.local_field else None for row in side]
                  for side in ([pair.here for pair in pairs], [pair.there for pair in pairs]))
    largest = [max((size for size in side if size), default=1) for side in sizes]
    log = max(largest) > figures.FAR_APART * min(largest)
    axis = _("Side of the field, px, logarithmic") if log else _("Side of the field, px")
    plot(figures.paired_fields(labels, (sizes[0], sizes[1]), networks=names, axis=axis, log=log),
         key="bs_beside_fields", alt=_("Receptive fields of both stacks as lines"))


def _layers(found: Difference, names: tuple[str, str]) -> None:
    pairs = found.unlike
    st.markdown(_("**Layers** :gray[{count} of {total} differ]").format(count=len(pairs), total=len(found.pairs)))
    if len(pairs) < len(found.pairs) and st.toggle(_("Also layers that are the same"), key=_ALL):
        pairs = found.pairs
    if not pairs:
        st.caption(_("Both stacks are the same, layer by layer."))
        return
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in (_("Mark"), *names))
    rows = difference_rows(pairs)
    body = "".join(
        f'<tr{" class=same" if row.same else ""}><td class="mark"><span aria-hidden="true">{row.sign}</span> '
        f"{escape(row.word)}</td>" + "".join(_layer_cell(*cell) for cell in row.cells) + "</tr>" for row in rows)
    st.html(f'<div class="layers" tabindex="0" role="region" aria-label="{escape(_("Layers of both stacks"))}">'
            f'<table class="two"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')


def _layer_cell(name: str, rest: str) -> str:
    return f"<td><b>{escape(name)}</b> {escape(rest)}</td>" if name else "<td></td>"
