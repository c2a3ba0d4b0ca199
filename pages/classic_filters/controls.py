"""The controls of *Classic filters*: the toolbar, and those of the selected filter."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from explorer.convolution.filters import (
    CUSTOM,
    FILTER_SETS,
    GABOR,
    GRADIENTS,
    MOST_SIDE,
    MOST_STEP,
    NAMES,
    PADDINGS,
    PAIRS,
    Step,
    custom,
)
from explorer.errors import ExplorerError
from explorer.figures import look
from explorer.images import Picture
from pages.classic_filters import kernel, words
from pages.classic_filters.state import add, move, open_set, put_step, remove, state
from pages.ui.errors import show
from pages.ui.pickers.photo import photo
from pages.ui.state.widget import controlled
from pages.ui.text import _
from pages.ui.words import help_of

NARROW = 80  # px
ORDER = ("sobel_x", "sobel_y", "outline", "sharpen", "emboss", "box", "gaussian", "gaussian_5", *GRADIENTS, GABOR)

_AS_HIGH_AS_PICKERS = """<style>
[class*="st-key-cf_colour"] button, [class*="st-key-cf_mode"] button { min-height: 2.5rem; }
</style>"""


def toolbar() -> Picture:
    """Show the pickers in the current row; return the photo."""
    st.html(_AS_HIGH_AS_PICKERS)
    picture = photo("cf_photo")
    _choice("colour", {"grey": _("Grey"), "colour": _("Colour")}, _("Colour or grey"))
    _choice("mode", {"row": _("Chain"), "side": _("Compare")}, _("Several filters"))
    return picture


def display_picker() -> None:
    """Ask how values become brightness."""
    signed = _("Signed: dark below 0, bright above") if look() == "grey" else _("Signed: blue below 0, red above")
    displays = {"auto": _("As suits the filter"), "clip": _("Clipped to 0 to 255"),
                "rescale": _("Rescaled: smallest black, largest white"), "signed": signed}
    st.selectbox(_("How values are shown"), list(displays), format_func=displays.__getitem__,
                 **state.bind("display"))


def set_picker() -> None:
    """Offer sets of filters, each of which stands side by side."""
    for name, one in FILTER_SETS.items():
        st.button(_(one.title), key=f"cf_set_{name}", help=_(one.about), width="stretch", on_click=open_set,
                  args=(name,))


def filter_controls() -> None:
    """Show which filter is selected, its kernel, and its settings."""
    step = state.now.step
    _actions()
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        _picker(step)
        with st.popover(_("Sets"), key="cf_sets", help=_("Several filters on this photo at once")):
            set_picker()
    st.caption(words.sentence(step))
    kernel.kernel_grid(step)
    if step.name == GABOR:
        _sliders(step)
    if step.name in GRADIENTS:
        _widget(st.segmented_control, "pair", _("Measured with"), step.pair, options=PAIRS, required=True,
                format_func=str.title)
    else:
        st.caption(kernel.facts(step))
    _numbers(step)


def _actions() -> None:
    setup, place = state.now, state.now.place
    with st.container(horizontal=True, vertical_alignment="center", gap="xxsmall"):
        st.markdown(_("**Filter {place} of {count}**").format(place=place + 1, count=len(setup.steps)),
                    width="stretch")
        for key, icon, told, disabled, act, args in (
                ("back", "arrow_back", _("Move it one place earlier"), place == 0, move, (-1,)),
                ("on", "arrow_forward", _("Move it one place later"), place == len(setup.steps) - 1, move, (1,)),
                ("add", "add", _("Add a filter after it"), len(setup.steps) >= setup.most, add, ()),
                ("remove", "delete", _("Remove it"), len(setup.steps) == 1, remove, ()),
                ("undo", "undo", _("Undo"), not state.can_undo, state.undo, ()),
                ("redo", "redo", _("Redo"), not state.can_redo, state.redo, ())):
            st.button(told, icon=f":material/{icon}:", help=told, key=f"cf_{key}", type="tertiary", disabled=disabled,
                      on_click=act, args=args)


def _picker(step: Step) -> None:
    names = [*ORDER, *(name for name in NAMES if name not in ORDER)]
    st.selectbox(_("Filter"), names, format_func=lambda name: _(words.TITLES[name]),
                 label_visibility="collapsed", **controlled("cf_name", step.name, _named))


def _sliders(step: Step) -> None:
    left, right = st.columns(2)
    with left:
        _widget(st.slider, "angle", _("Angle (°)"), step.angle, min_value=0.0, max_value=180.0, step=5.0, format="%g")
    with right:
        _widget(st.slider, "wavelength", _("Wavelength (px)"), step.wavelength, min_value=2.0, max_value=12.0,
                step=0.5, format="%g")


def _numbers(step: Step) -> None:
    side = len(step.kernels[0])
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _widget(st.number_input, "side", _("Size"), side, min_value=3 if step.name == GABOR else 1,
                max_value=MOST_SIDE, step=2 if side % 2 else 1, disabled=step.name in GRADIENTS, width=NARROW,
                help=_("Rows and columns. Where a filter has one size only, zeros are put around it."))
        _widget(st.number_input, "stride", _("Stride"), step.stride, min_value=1, max_value=MOST_STEP, width=NARROW,
                help=help_of("Stride"))
        _widget(st.number_input, "dilation", _("Dilation"), step.dilation, min_value=1, max_value=MOST_STEP,
                width=NARROW, help=help_of("Dilation"))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _widget(st.selectbox, "padding", _("Beyond the border"), step.padding, options=PADDINGS,
                format_func=lambda name: _(words.PADDINGS[name]), width="stretch")
        if step.name not in GRADIENTS:
            kernel.paste_box()


def _widget(kind: Any, field: str, label: str, value: Any, **more: Any) -> None:
    kind(label, **controlled(f"cf_{field}", value, partial(_set, field)), **more)


def _choice(field: str, names: dict[str, str], label: str) -> None:
    st.segmented_control(label, list(names), format_func=names.__getitem__, required=True,
                         label_visibility="collapsed", **state.bind(field))


def _named(name: str) -> None:
    """Change the kind of the selected filter; stride, dilation and padding stay, and so do the weights as one's own."""
    step = state.now.step
    kept: dict[str, Any] = {"stride": step.stride, "dilation": step.dilation, "padding": step.padding}
    put_step(custom(step.kernels[0], **kept) if name == CUSTOM else Step(name=name, **kept))


def _set(field: str, value: Any) -> None:
    """Take over a setting; what the filter refuses is said, and everything stays as it was."""
    step = state.now.step
    try:
        changed = kernel.resize(step, value) if field == "side" else replace(step, **{field: value})
    except ExplorerError as error:
        show(error.message)
    else:
        put_step(changed)
