"""The row above the stack: open a network, undo, redo, conventions, source and link."""

from __future__ import annotations

import streamlit as st

from explorer.errors import ExplorerError
from explorer.graph import INPUT, PRESETS, Convention, Graph, Report, shape_text, to_pytorch
from pages.build_stack.comparing import compare_button
from pages.build_stack.opening import forget, open_dialog, opening_notes
from pages.build_stack.preset_titles import preset_titles
from pages.build_stack.saving import save_dialog
from pages.build_stack.state import FIRST, first_layer, put, select, state
from pages.ui import own_stack
from pages.ui.components.taking import copy_button, download
from pages.ui.errors import show
from pages.ui.state.widget import controlled
from pages.ui.text import _, say
from pages.ui.words import help_of

EMPTY = "empty"
EMPTY_INPUT = (3, 32, 32)
_PRESET = "bs_preset"
ICON_WIDTH = 40
"""px; cuts the label off behind the icon. It still names the button, and shows when pointed at, as a tooltip does."""


def toolbar(report: Report) -> None:
    """Show the row of pickers and actions."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="bs_toolbar"):
        _preset_picker(report)
        if st.button(_("Open"), icon=":material/folder_open:", key="bs_open", on_click=forget,
                     help=_("Open a network from a file, or from code")):
            open_dialog()
        opening_notes()
        st.button(_("Undo"), icon=":material/undo:", key="bs_undo", on_click=state.undo, wrap=False, width=ICON_WIDTH,
                  disabled=not state.can_undo)
        st.button(_("Redo"), icon=":material/redo:", key="bs_redo", on_click=state.redo, wrap=False, width=ICON_WIDTH,
                  disabled=not state.can_redo)
        st.button(_("Input {shape}").format(shape=shape_text(report.input_shape)), key="bs_input",
                  on_click=select, args=(INPUT,), help=_("Change the size of the input"))
        st.space("stretch")
        compare_button()
        _conventions()
        if st.button(_("Train it"), icon=":material/model_training:", key="bs_train", disabled=not len(report.graph),
                     help=_("Opens Fine-tune with this stack")):
            st.switch_page("fine_tune/page.py", query_params={"network": own_stack.network_name(state.now.stack)})
        if st.button(_("PyTorch code"), icon=":material/code:", key="bs_code"):
            st.dialog(_("PyTorch code"), width="large")(_source)(report)
        if st.button(_("Save as"), icon=":material/download:", key="bs_save", help=_("ONNX, tables, pictures")):
            save_dialog(report)


def convention() -> Convention:
    """Return how this reader counts operations and memory."""
    session = st.session_state
    return Convention(operation="FLOP" if session.get("bs_operation") == "FLOP" else "MAC",
                      bias=bool(session.get("bs_bias")), memory="MB" if session.get("bs_memory") == "MB" else "MiB",
                      letters="slide" if session.get("bs_letters") else "torch")


def _preset_picker(report: Report) -> None:
    wanted = EMPTY if not len(report.graph) else opened_preset(report)
    names = {EMPTY: _("Start empty"), **preset_titles()}
    st.selectbox(_("Network"), list(names), format_func=names.__getitem__, placeholder=_("Your own stack"),
                 label_visibility="collapsed", width=260, **controlled(_PRESET, wanted, _opened))


def opened_preset(report: Report) -> str | None:
    """Return the name of the network this reader opened last, if the stack is still as it was."""
    opened = st.session_state.setdefault("bs_opened", FIRST)
    preset = PRESETS.get(opened or "")
    same = preset and (preset.graph, preset.input_shape) == (report.graph, report.input_shape)
    return opened if same else None


def _opened(name: str | None) -> None:
    if name is None:
        return
    st.session_state["bs_opened"] = name
    if name == EMPTY:
        put(Graph(), EMPTY_INPUT, select_name=INPUT)
    elif name in PRESETS:
        preset = PRESETS[name]
        put(preset.graph, preset.input_shape, select_name=first_layer(preset.graph))


def _conventions() -> None:
    popover = st.popover(_("Counting"), icon=":material/calculate:", key="bs_counting", on_change="rerun")
    if not popover.open:
        return
    with popover:
        st.segmented_control(_("Operations"), ["MAC", "FLOP"], key="bs_operation", default="MAC", required=True,
                             persist_state="session",
                             help=f"{help_of('MACs')}  \n{help_of('FLOPs')}")
        st.toggle(_("Count the bias"), key="bs_bias", persist_state="session",
                  help=_("One addition per output value; torchinfo counts it, torchvision does not"))
        st.segmented_control(_("Memory"), ["MiB", "MB"], key="bs_memory", default="MiB", required=True,
                             persist_state="session", help=_("1 MiB is 1,048,576 bytes, 1 MB is 1,000,000"))
        st.toggle(_("Formulas as on the slide"), key="bs_letters", persist_state="session",
                  help=_("With the lecture's letters: I input, F filter, P padding, S stride. Dilation (D) is left out "
                         "while it is 1."))


def _source(report: Report) -> None:
    try:
        source = to_pytorch(report.graph, report.input_shape, say=say)
    except ExplorerError as error:
        show(error.message)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        download(_("Download net.py"), source, "net.py", "text/x-python", icon=":material/download:",
                 key="bs_code_file")
        copy_button(source, key="bs_code_copy")
    st.code(source, language="python", height=520)
