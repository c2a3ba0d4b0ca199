"""*Grid*, YOLO v1's tensor: 7 x 7 cells with 30 numbers each, and what those of one cell mean."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from explorer import figures, images
from explorer.arrays import Pixels
from explorer.detection import VOC_CLASSES, Box, CellBox, YoloHead, score_line
from explorer.numbers import number
from pages.ui.components.chart import plot
from pages.ui.components.table import table
from pages.ui.state.fields import Real
from pages.ui.text import _, formula
from pages.where_is_it.cell_grid import DrawnBox, Tile, cell_grid, chosen_cell
from pages.where_is_it.grid_settings import SIDES
from pages.where_is_it.state import WhereSetup, state

KEY = "wi_yolo"
HEAD = YoloHead()
PHOTO, CLASS = "chelsea", VOC_CLASSES.index("cat")
TRUTH: Box = (120.0, 20.0, 440.0, 430.0)
"""The cat's face in the photo, px of 448, drawn by hand. Its centre lies in row 3, column 4, from 0."""
SECOND = CellBox(0.2, 0.75, 0.22, 0.3, 0.15)
"""The cell's other box."""
SHOWN = 448
OURS, THEIRS, TRUE = "#56b4e9", "#e69f00", "#ffffff"


def tensor_view() -> None:
    """Show a photo under YOLO v1's grid, the 30 numbers of the chosen cell, and what they mean."""
    chosen = chosen_cell(KEY, HEAD.cells)
    if chosen:
        state.change(yolo_cell=chosen)
    st.markdown(formula(HEAD.size_line))
    left, right = st.columns([0.42, 0.58], gap="medium")
    with left:
        _picture(state.now)
    with right:
        _numbers(state.now)
    _sliders()
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        _decoded(state.now)
    with right, st.container(border=True, height="stretch"):
        _loss(state.now)


def said_by(setup: WhereSetup) -> tuple[tuple[CellBox, CellBox], tuple[float, ...]]:
    """Return what the chosen cell says: its two boxes, and its classes."""
    first = CellBox(setup.yolo_x, setup.yolo_y, setup.yolo_w, setup.yolo_h, setup.yolo_sure)
    rest = (1 - setup.yolo_share) / (HEAD.classes - 1)
    return (first, SECOND), tuple(setup.yolo_share if at == CLASS else rest for at in range(HEAD.classes))


@lru_cache(maxsize=1)
def _photo() -> Pixels:
    return images.to_size(images.sample(PHOTO), SHOWN, SHOWN)


def _picture(setup: WhereSetup) -> None:
    first, second = said_by(setup)[0]
    cell = setup.yolo_cell
    boxes = [DrawnBox(TRUTH, TRUE, _("true"), "dashed"), DrawnBox(HEAD.decoded(cell, second), THEIRS, "2"),
             DrawnBox(HEAD.decoded(cell, first), OURS, "1", "thick")]
    says = [_("Row {row}, column {column}, counted from 0: numbers {first} to {last} of the tensor").format(
        row=row, column=column, first=f"{HEAD.values * (HEAD.cells * row + column) + 1:,}",
        last=f"{HEAD.values * (HEAD.cells * row + column + 1):,}")
        for row in range(HEAD.cells) for column in range(HEAD.cells)]
    target = HEAD.target(TRUTH)[0]
    tiles = [Tile(TRUE, 0.35, VOC_CLASSES[CLASS]) if (row, column) == target else Tile()
             for row in range(HEAD.cells) for column in range(HEAD.cells)]
    cell_grid(_photo(), tiles, boxes, says, cells=HEAD.cells, side=HEAD.side, chosen=cell, key=KEY,
              name=_("A photo of a cat under a grid of 7 × 7 cells, with the two boxes of the chosen cell"))


def _numbers(setup: WhereSetup) -> None:
    """Show the 30 numbers of the cell as bars."""
    boxes, classes = said_by(setup)
    values = HEAD.written(boxes, classes)
    short = ("x", "y", "w", "h", "c")
    meanings = (_("centre x, share of the cell"), _("centre y, share of the cell"), _("width, share of the picture"),
                _("height, share of the picture"), _("confidence"))
    groups = [figures.NumberGroup(_("Box {place}").format(place=at + 1), "convolution" if at == 0 else "pooling",
                                  meanings, short, values[5 * at:5 * at + 5]) for at in range(HEAD.boxes)]
    groups.append(figures.NumberGroup(_("20 classes, once for both boxes"), "linear", VOC_CLASSES,
                                      [str(at + 1) if at % 5 == 4 or at == 0 else "" for at in range(HEAD.classes)],
                                      values[10:]))
    st.markdown(_("**The {count} numbers of row {row}, column {column}**").format(
        count=HEAD.values, row=setup.yolo_cell[0], column=setup.yolo_cell[1]))
    plot(figures.cell_tensor(groups), key="wi_tensor",
         alt=", ".join(f"{name}: {value:.2f}" for name, value in zip(HEAD.names(), values, strict=True)))
    for name, share in _likeliest(classes):
        st.markdown(formula(score_line(name, share, setup.yolo_sure)))
    st.caption(_("The score of a class is its share times the box's confidence. The numbers are yours to set: the "
                 "sliders stand for what the network would say."))


def _likeliest(classes: tuple[float, ...]) -> list[tuple[str, float]]:
    places = sorted(range(len(classes)), key=lambda at: -classes[at])[:2]
    return [(VOC_CLASSES[at], classes[at]) for at in places]


def _sliders() -> None:
    """Ask for what the first box of the cell and the class say."""
    asked = (("yolo_x", _("x in the cell"), 0.0, 1.0), ("yolo_y", _("y in the cell"), 0.0, 1.0),
             ("yolo_w", _("Width, share"), *SIDES), ("yolo_h", _("Height, share"), *SIDES),
             ("yolo_sure", _("Confidence c"), 0.0, 1.0), ("yolo_share", _("Pr(cat | object)"), 0.0, 1.0))
    for column, (name, label, least, most) in zip(st.columns(6, gap="small"), asked, strict=True):
        with column:
            st.slider(label, least, most, step=0.05, **state.bind(name, take=Real(least, most).nearest))


def _decoded(setup: WhereSetup) -> None:
    first = said_by(setup)[0][0]
    st.markdown(_("**Box 1, in px of the picture of {side} px**").format(side=HEAD.side))
    st.markdown("\n\n".join(map(formula, HEAD.lines(setup.yolo_cell, first))))
    st.caption(_("Offsets are shares of the cell, sides are shares of the picture: no anchors yet. Rows and columns "
                 "are counted from 0, as in the lecture: (3, 4) with offset (0.5, 0.5) is (288, 224) px."))


def _loss(setup: WhereSetup) -> None:
    """Show what the cell would lose in training, if it is the one that has to find the cat."""
    boxes, classes = said_by(setup)
    target, aim = HEAD.target(TRUTH)
    if setup.yolo_cell != target:
        st.markdown(_("**Not responsible**"))
        st.markdown(_("The cat's centre lies in row {row}, column {column}. This cell learns only that both of its "
                      "confidences are 0: it loses 0.5 · c² for each, and nothing for boxes and classes.").format(
                          row=target[0], column=target[1]))
        total = 0.5 * sum(box.confidence**2 for box in boxes)
        st.markdown(formula(rf"0.5 \cdot ({boxes[0].confidence:g}^2 + {boxes[1].confidence:g}^2) = {total:.4f}"))
        return
    learns, overlaps = HEAD.responsible(setup.yolo_cell, boxes, TRUTH)
    st.markdown(_("**Responsible for the cat: box {box}** (IoU {iou}, the other {other})").format(
        box=learns + 1, iou=number(overlaps[learns], 3), other=number(overlaps[1 - learns], 3)))
    parts = HEAD.loss(setup.yolo_cell, boxes, classes, truth=TRUTH, category=CLASS)
    titles = {"place": _("Centre, 5 · (Δx² + Δy²)"), "size": _("Size, 5 · (Δ√w² + Δ√h²)"),
              "confidence": _("Confidence, (c − IoU)²"), "silence": _("The other box, 0.5 · c²"),
              "class": _("Classes, Σ (p − p̂)²")}
    rows = [{_("Part of the loss"): titles[name], _("Value"): f"{value:.4f}"} for name, value in parts.items()]
    table([*rows, {_("Part of the loss"): _("Sum"), _("Value"): f"{sum(parts.values()):.4f}"}],
          name=_("Parts of the loss of this cell"))
    st.caption(_("It should say x {x}, y {y}, w {w}, h {h}.").format(
        **{name: number(getattr(aim, name), 3) for name in "xywh"}))
