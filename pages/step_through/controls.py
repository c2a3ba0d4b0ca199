"""The row above the stepper: scene, arguments, and what can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import streamlit as st

from explorer.convolution import PADDING_MODES, Convolution
from explorer.convolution.stepwise import (
    EXAMPLES,
    MOST,
    MOST_CHANNELS,
    MOST_KERNEL,
    MOST_SIDE,
    Setup,
    film,
    film_titles,
    torch_lines,
    with_channels,
    with_input_size,
    with_kernel_size,
    with_transposed,
)
from explorer.errors import Message
from pages.step_through.state import FIRST, change, open_example, state
from pages.ui.components.taking import copy_button, download, picture_text
from pages.ui.errors import show
from pages.ui.state.page_state import show_problems
from pages.ui.state.widget import controlled
from pages.ui.text import _, say
from pages.ui.words import help_of

Apply = Callable[[Setup, tuple[int, ...]], Setup]


def controls() -> None:
    """Show the row: what changes most stands in it, the rest is folded."""
    setup = state.now.setup
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="ss_toolbar"):
        _example_picker()
        _input(setup)
        _kernel(setup)
        _stride(setup)
        _padding(setup)
        with st.popover(_rest(setup), key="ss_more"):
            _channels(setup)
            st.markdown(_("**Dilation**"))
            _sliders(setup, "dilation", (1, MOST["dilation"]), with_dilation, help_of("Dilation"))
            st.checkbox(_("Transposed"), help=help_of("Transposed"),
                        **controlled("ss_transposed", setup.transposed, _transpose))
        st.space("stretch")


def _rest(setup: Setup) -> str:
    """Return what is unusual of the folded arguments."""
    parts = []
    if max(len(setup.input), setup.filters) > 1:
        parts.append(_("Channels {inputs} → {outputs}").format(inputs=len(setup.input), outputs=setup.filters))
    if setup.groups > 1:
        parts.append(_("Groups {count}").format(count=setup.groups))
    if max(setup.numbers("dilation")) > 1:
        parts.append(_("Dilation {size}").format(size=_short(setup.numbers("dilation"))))
    if setup.transposed:
        parts.append(_("Transposed"))
    return " · ".join(parts) or _("More")


def with_stride(setup: Setup, numbers: tuple[int, ...]) -> Setup:
    """Return ``setup`` with another stride."""
    return replace(setup, stride=numbers)


def with_dilation(setup: Setup, numbers: tuple[int, ...]) -> Setup:
    """Return ``setup`` with another dilation."""
    return replace(setup, dilation=numbers)


def with_padding(setup: Setup, numbers: tuple[int, ...]) -> Setup:
    """Return ``setup`` with another padding."""
    return replace(setup, padding=numbers)


def with_output_padding(setup: Setup, numbers: tuple[int, ...]) -> Setup:
    """Return ``setup`` with another output padding."""
    return replace(setup, output_padding=numbers)


def _example_picker() -> None:
    opened = state.now.example
    st.selectbox(_("Example"), list(EXAMPLES), format_func=_title, width=260, placeholder=_("Your own numbers"),
                 label_visibility="collapsed",
                 **controlled("ss_pick", opened.name if opened else None, lambda name: open_example(name or "")))


def _title(name: str) -> str:
    """Return the title of an example; that of a signal or a volume begins with its number of dimensions."""
    scene = EXAMPLES[name]
    title = _(scene.title)
    return title if scene.dims == 2 else _("{dims}D · {title}").format(dims=scene.dims, title=title)


def _short(numbers: Sequence[int]) -> str:
    return " × ".join(map(str, numbers if len(set(numbers)) > 1 else numbers[:1]))


def _sliders(setup: Setup, name: str, bounds: tuple[int, int], apply: Apply, says: str | None = None) -> None:
    """Show one slider for all axes, or one each where they differ or the reader asks for it; ``says`` explains them."""
    values = _values(setup, name)
    apart = setup.dims > 1 and st.toggle(_("Each axis by itself"), len(set(values)) > 1, key=f"ss_{name}_apart")
    titles = [_("Depth"), _("Height"), _("Width")][-setup.dims:] if apart else [_("All axes") if setup.dims > 1 else
                                                                             _("Cells")]
    for at, (title, value) in enumerate(zip(titles, values, strict=False)):
        slid = partial(_slid, name, at if apart else None, apply)
        st.slider(title, *bounds, help=None if at else says,
                  **controlled(f"ss_{name}_{at}", min(max(value, bounds[0]), bounds[1]), slid))


def _slid(name: str, at: int | None, apply: Apply, value: int) -> None:
    """Change axis ``at``, or all."""
    def changed(setup: Setup) -> Setup:
        values = _values(setup, name)
        return apply(setup, (value,) * setup.dims if at is None else (*values[:at], value, *values[at + 1:]))

    change(changed)


def _values(setup: Setup, name: str) -> tuple[int, ...]:
    if name == "size":
        return tuple(setup.input.shape[1:])
    return tuple(setup.kernel_size) if name == "kernel" else setup.numbers(name)


def _input(setup: Setup) -> None:
    size = setup.input.shape[1:]
    with st.popover(_("Input {size}").format(size=_short(size)), key="ss_input"):
        _sliders(setup, "size", (1, MOST_SIDE[setup.dims]), with_input_size)


def _kernel(setup: Setup) -> None:
    with st.popover(_("Kernel {size}").format(size=_short(setup.kernel_size)), key="ss_kernel"):
        _sliders(setup, "kernel", (1, MOST_KERNEL[setup.dims]), with_kernel_size, help_of("Kernel"))
        st.checkbox(_("Bias"), help=_("A number per filter, added to its sums"),
                    **controlled("ss_bias", setup.bias is not None, _switch_bias))


def _switch_bias(wanted: bool) -> None:
    change(lambda setup: replace(setup, bias=np.ones(setup.filters) if wanted else None))


def _stride(setup: Setup) -> None:
    with st.popover(_("Stride {size}").format(size=_short(setup.numbers("stride"))), key="ss_stride"):
        _sliders(setup, "stride", (1, MOST["stride"]), with_stride, help_of("Stride"))


def _padding(setup: Setup) -> None:
    usual = setup.transposed or setup.padding_mode == "zeros" or not any(setup.numbers("padding"))
    mode = "" if usual else f" · {_(PADDING_MODES[setup.padding_mode])}"
    label = _("Padding {size}").format(size=_short(setup.numbers("padding")))
    with st.popover(f"{label}{mode}", key="ss_padding"):
        _sliders(setup, "padding", (0, MOST["padding"]), with_padding, help_of("Padding"))
        if setup.transposed:
            st.caption(_("Output padding, added at the far end"))
            _sliders(setup, "output_padding", (0, MOST["output_padding"]), with_output_padding)
            return
        st.segmented_control(_("What stands there"), list(PADDING_MODES), required=True,
                             format_func=lambda mode: _(PADDING_MODES[mode]),
                             **controlled("ss_mode", setup.padding_mode, _pad_with))


def _pad_with(mode: str) -> None:
    change(lambda setup: replace(setup, padding_mode=mode))


def _channels(setup: Setup) -> None:
    titles = [_("Input channels"), _("Filters (output channels)"), _("Groups")]
    for (name, value), title in zip(_counts(setup).items(), titles, strict=True):
        st.slider(title, 1, MOST_CHANNELS, help=help_of("Groups") if name == "groups" else None,
                  **controlled(f"ss_count_{name}", min(value, MOST_CHANNELS), partial(_rechannel, name)))


def _counts(setup: Setup) -> dict[str, int]:
    return {"channels": len(setup.input), "filters": setup.filters, "groups": setup.groups}


def _rechannel(name: str, value: int) -> None:
    change(lambda setup: with_channels(setup, **(_counts(setup) | {name: value})))


def _transpose(wanted: bool) -> None:
    change(lambda setup: with_transposed(setup, wanted))


def exports(conv: Convolution) -> None:
    """Show what can be taken away."""
    scatter = state.now.view == "scatter" and conv.transposed
    titles = [picture_text(title) for title in film_titles(conv)]
    with st.container(horizontal=True, gap="xsmall"):
        download(_("GIF"), lambda: film(conv, scatter=scatter, titles=titles), "convolution.gif", "image/gif",
                 key="ss_gif", icon=":material/movie:", help=_("The whole run as a moving picture"))
        if st.button(_("PyTorch"), icon=":material/code:", key="ss_code", help=_("Three lines that compute the same")):
            st.dialog(_("The same in PyTorch"), width="large")(_source)(conv)


def _source(conv: Convolution) -> None:
    st.caption(_("What torch calls convolution is cross-correlation: the kernel is not flipped."))
    source = torch_lines(conv, say=say)
    st.code(source, language="python", wrap_lines=True)
    copy_button(source, key="ss_code_copy")


def about() -> str:
    """Return the sentence under the title."""
    return _("The kernel slides over the input; at each stop, the products under it are summed into one output cell.")


def refusals(refused: Message | None) -> None:
    """Say what was wrong with the link, and why the picture does not follow."""
    show_problems(state.problems)
    if refused:
        show(refused)
        st.caption(_("The picture shows the last convolution that fitted; your settings are kept."))


def notes(conv: Convolution) -> str:
    """Return the line under the picture: cells that are never read, the scene's own sentence, or what to do."""
    unread = _unread(conv)
    if unread:
        return unread
    example = state.now.example
    if example and example.name != FIRST:
        if not example.source:
            return _(example.about)
        return _("{about} Source: {source}.").format(about=_(example.about), source=say(example.source))
    return _("Point at an output cell, or tap it, to see where it comes from; point at an input cell to see where it "
             "goes. Click or tap an input or kernel cell to change it.")


def _unread(conv: Convolution) -> str:
    one = [_("slice {places}"), _("row {places}"), _("column {places}")][-conv.dims:]
    many = [_("slices {places}"), _("rows {places}"), _("columns {places}")][-conv.dims:]
    parts = [(one if len(cells) == 1 else many)[axis].format(places=", ".join(str(at + 1) for at in cells))
             for axis, cells in enumerate(conv.unread) if cells]
    if not parts:
        return ""
    return _("Hatched cells are never read: {cells}. The stride of {stride} steps over them; padding, a larger kernel "
             "or a smaller stride would reach them.").format(cells="; ".join(parts), stride=max(conv.strides))
