"""Take the stack along: as a file for other tools, a table for a report, a picture for slides."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from explorer import figures, files
from explorer.errors import ExplorerError, message
from explorer.graph import Report, to_keras, to_short_pytorch
from explorer.lettering import can_draw
from pages.ui.components.stack_strip import stack_picture
from pages.ui.components.taking import download
from pages.ui.errors import show
from pages.ui.text import _, say

Maker = Callable[[Report], str | bytes]


def save_dialog(report: Report) -> None:
    """Show a button for each kind of file; what a network cannot be saved as says why."""
    st.dialog(_("Save as"), width="medium")(_save)(report)


def _save(report: Report) -> None:
    if report.error or not len(report.graph):
        show(report.error or message("This network has no layers yet, so there is nothing to save. Add a layer."))
        return
    st.markdown(_("**For other tools**"))
    with st.container(horizontal=True, gap="small"):
        _button("ONNX", "network.onnx", "application/octet-stream", _onnx, report,
                _("Opens in Netron, ONNX Runtime and other tools. It holds the layers, not weights: a stack has "
                  "learned nothing yet."))
        _button("PyTorch", "model.py", "text/x-python",
                lambda report: to_short_pytorch(report.graph, report.input_shape, say=say), report,
                _("PyTorch code in a few lines; what repeats is written once"))
        _button("Keras", "keras_model.py", "text/x-python",
                lambda report: to_keras(report.graph, report.input_shape, say=say), report,
                _("Keras code, channels last; PyTorch's padding is kept by layers that pad"))
    st.markdown(_("**Tables for a report**"))
    with st.container(horizontal=True, gap="small"):
        _button("CSV", "layers.csv", "text/csv", lambda report: "\ufeff" + files.to_csv(report, say), report,
                _("For spreadsheets and pandas"))
        _button("Markdown", "layers.md", "text/markdown", lambda report: files.to_markdown(report, say), report,
                _("For GitHub, Jupyter and notes"))
        _button("LaTeX", "layers.tex", "application/x-tex", lambda report: files.to_latex(report, say), report,
                _("A tabular that needs no packages"))
        _button(_("Text"), "layers.txt", "text/plain", lambda report: files.to_plain_text(report, say), report,
                _("Columns under each other, as torchinfo prints them"))
    st.markdown(_("**Picture for slides**"))
    with st.container(horizontal=True, gap="small"):
        for dark, title, name in ((False, _("SVG, light"), "network.svg"), (True, _("SVG, dark"), "network_dark.svg")):
            _button(title, name, "image/svg+xml", _svg(dark=dark), report,
                    _("Vectors and real text, sharp at any size, on the slide's own background"))
        _pngs(report)


def _button(title: str, file: str, mime: str, make: Maker, report: Report, what: str) -> None:
    try:
        data = make(report)
    except ExplorerError as error:
        show(error.message)
        return
    download(title, data, file, mime, key=f"bs_save_{file}", icon=":material/download:", help=what)


def _onnx(report: Report) -> bytes:
    return files.to_onnx(report.graph, report.input_shape)


def _pngs(report: Report) -> None:
    """Offer the picture in pixels, made when it is asked for, where this server has letters for it."""
    if not can_draw(_("input")):
        st.caption(_("PNG needs letters of your language, which this server lacks. Take the SVG."))
        return
    for dark, title, name in ((False, _("PNG, light"), "network.png"), (True, _("PNG, dark"), "network_dark.png")):
        svg = _drawn(report, dark=dark, background=True)  # in the reader's language; pixels follow
        download(title, partial(figures.svg_png, svg), name, "image/png", key=f"bs_save_{name}",
                 icon=":material/download:",
                 help=_("Pixels, for programs that take no SVG: twice the size, on its own background"))


def _drawn(report: Report, *, dark: bool, background: bool = False) -> str:
    return figures.strip_svg(stack_picture(report, selected=None), title=_("The layers of the stack"), dark=dark,
                             background=background)


def _svg(*, dark: bool) -> Maker:
    return lambda report: _drawn(report, dark=dark)
