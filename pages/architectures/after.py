"""What came after: a Vision Transformer begins with a convolution, shown on a photo; attention itself is not shown."""

from __future__ import annotations

import re

import streamlit as st

from explorer import networks
from explorer.graph import shape_to_text
from explorer.milestones import classifier, patches
from explorer.numbers import number
from pages.architectures.state import Tour, state
from pages.ui.compared import totals_table
from pages.ui.device import on_chosen_device
from pages.ui.errors import told_to_reader
from pages.ui.long_task import crisp
from pages.ui.pickers.photo import photo
from pages.ui.state.widget import controlled
from pages.ui.text import _, count_text, formula, share_text

SHOWN = 5
"""Numbers of a patch that are written out."""
VIT = "vit_b_16"


def after() -> None:
    """Show a photo cut into patches, what becomes of one, and what follows."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key="ar_photo_row"):
        picture = photo("ar_photo")
    with told_to_reader(), on_chosen_device():
        with st.spinner(_("Starting PyTorch"), show_time=True):
            network = networks.load(patches.NETWORK)
            seen = networks.network_input(network, picture)
            found = patches.embedding(network, seen.values)
        row, column = read_patch(state.now.patch)
        left, right = st.columns([0.42, 0.58], gap="medium")
        with left:
            st.image(crisp(patches.cut_apart(seen.pixels, (row, column))), output_format="PNG", width="stretch",
                     alt=_("The photo, cut into 14 × 14 patches; the one of row {row} and column {column} is ringed")
                     .format(row=row + 1, column=column + 1))
            _patch_sliders(row, column)
        with right:
            _one_patch(seen, found, row, column)
    _what_follows()


def read_patch(text: str) -> tuple[int, int]:
    """Return the row and column of a link, counted from 0; the usual patch where it names none."""
    found = re.fullmatch(r"(\d{1,2})\.(\d{1,2})", text, re.ASCII) or re.fullmatch(r"(\d+)\.(\d+)", Tour().patch)
    row, column = (min(int(part), patches.ACROSS) for part in found.groups()) if found else (1, 1)
    return max(row, 1) - 1, max(column, 1) - 1


def _patch_sliders(row: int, column: int) -> None:
    one, other = st.columns(2)
    one.slider(_("Row of the patch"), 1, patches.ACROSS, **controlled(
        "ar_patch_row", row + 1, lambda value: state.change(patch=f"{value}.{column + 1}")))
    other.slider(_("Column of the patch"), 1, patches.ACROSS, **controlled(
        "ar_patch_column", column + 1, lambda value: state.change(patch=f"{row + 1}.{value}")))


def _one_patch(seen: networks.NetworkInput, found: patches.Embedding, row: int, column: int) -> None:
    st.markdown(_("A photo of 224 × 224 px is cut into patches of 16 × 16 px:"))
    st.markdown(formula(r"\left(\tfrac{224}{16}\right)^2 = 14^2 = 196, \qquad 16 \cdot 16 \cdot 3 = 768"))
    st.image(patches.row_picture(seen.pixels, (row, column)).repeat(40, axis=0), output_format="PNG", width="stretch",
             caption=_("The ringed patch as one row of 768 numbers: red, green, blue"),
             alt=_("The values of the patch as a row of coloured bars"))
    place = row * patches.ACROSS + column
    st.markdown(_("One linear layer weighs each row; it is a convolution with kernel 16 and stride 16. Both ways, "
                  "with the same weights (drawn at random):"))
    heads = [f"{at + 1}" for at in range(SHOWN)]
    totals_table((_("Number"), *heads, "…"), [
        (name, *(f"{value:.3f}".replace("-", "−") for value in rows[place, :SHOWN]), "…")
        for name, rows in ((_("Unfold, then linear"), found.by_linear), (_("Convolution"), found.by_convolution))])
    st.markdown(_("Largest difference of all 196 × 768 numbers: **{gap}**, which is rounding.").format(
        gap=number(found.gap, 3)))
    st.markdown(_("Its parameters: {formula}").format(formula=formula(
        r"768 \cdot (16 \cdot 16 \cdot 3 + 1) = 590{,}592")))
    st.page_link("build_stack/page.py", label=_("Open this convolution in Build a stack"), icon=":material/layers:",
                 query_params={"stack": patches.TEXT, "input": shape_to_text((3, patches.SIDE, patches.SIDE))})


def _what_follows() -> None:
    known = classifier(VIT)
    share = share_text(known.parts[0].params / known.params)
    first, best = known.trained[0], max(known.trained, key=lambda one: one.accuracy)
    st.markdown(_("**Then attention, which this app does not show.** Each of the 196 rows gets its place added, and a "
                  "row more joins them that will hold the answer. In twelve blocks every row looks at every other, "
                  "with weights that depend on the picture, near or far alike: nothing slides, and neighbours are "
                  "not given. The convolution above is {share} of ViT-B/16’s {params} parameters.").format(
                      share=share, params=count_text(known.params)))
    st.markdown(_("What a convolution is given by its build, that near things belong together and are looked at alike "
                  "everywhere, a transformer has to learn. With ImageNet’s pictures alone torchvision’s reaches "
                  "{first:.1f} %, with billions of others before them {best:.1f} %. ConvNeXt took back what was learnt "
                  "from it: patches of 4 × 4 px at the start, and convolutions all the way.").format(
                      first=first.accuracy, best=best.accuracy))
    st.caption(_("Dosovitskiy et al. (2020), An image is worth 16 × 16 words, arXiv:2010.11929; "
                 "Liu et al. (2022), A ConvNet for the 2020s, arXiv:2201.03545"))
    st.button(_("Compare ViT-B/16, ConvNeXt-Tiny and ResNet-50"), icon=":material/compare_arrows:", key="ar_to_compare",
              on_click=state.change, kwargs={"view": "compare", "beside": f"{VIT}.convnext_tiny.resnet50"})
