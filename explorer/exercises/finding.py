"""Exercises on boxes: IoU, which boxes survive, and what the numbers of a grid cell mean."""

from __future__ import annotations

import math
from random import Random

from explorer.detection import Box, BoxPair, Suppression, suppress
from explorer.errors import N_, message
from explorer.exercises.answers import AnswerOption, ChoiceAnswer, Slip, counted, measured
from explorer.exercises.exhibits import Boxes
from explorer.exercises.question import Kind, Level, PageLink, Question
from explorer.numbers import latex_number

CELLS = {1: 7, 2: 8, 3: 13}
SIGNS = {True: ">", False: "\\le"}


def iou(draw: Random, level: Level) -> Question:
    """Ask for the IoU of two boxes; at level 1 of equal squares on a grid."""
    while True:
        if level == 1:
            side = draw.choice((2, 4, 10))
            x, y = draw.randint(0, side), draw.randint(0, side)
            first: Box = (0, 0, side, side)
            second: Box = (x, y, x + side, y + side)
        else:
            first, second = _box(draw), _box(draw)
        pair = BoxPair(first, second)
        if level == 3 or 0.05 < pair.iou < 0.95:
            break
    lines = pair.lines()
    first_area, second_area = (_area(box) for box in (first, second))
    shared = pair.intersection
    return Question(
        asks=message("Box A is {first}, box B is {second} (x1, y1, x2, y2, px). What is their IoU? Two decimals.",
                         first=_told(first), second=_told(second)),
        right=measured(pair.iou, 2,
                       (shared / (first_area + second_area), message("The intersection is counted twice in A + B: take "
                                                                     "it off once.")),
                       (shared / first_area, message("Divide by the union, not by box A.")),
                       (shared / second_area, message("Divide by the union, not by box B.")),
                       (shared / _area(pair.hull), message("Divide by the union, not by the box around both.")),
                       (shared, message("That is the intersection, px²; divide it by the union."))),
        working=(*lines["intersection"], *lines["union"], *lines["iou"]),
        shown=(Boxes((first, second), ("A", "B")),), link=PageLink("where_is_it", {"view": "boxes"}))


def survivors(draw: Random, level: Level) -> Question:
    """Ask how many boxes non-maximum suppression leaves; at level 3 of two classes."""
    count = {1: 3, 2: 4, 3: 5}[level]
    threshold = 0.5 if level == 1 else draw.choice((0.3, 0.5, 0.7))
    while True:
        start = _box(draw)
        boxes = tuple(start if at == 0 else _moved(draw, start) for at in range(count))
        scores = tuple(draw.sample([at / 100 for at in range(30, 99)], count))
        classes = tuple(draw.randrange(2) for _at in range(count)) if level == 3 else ()
        plan = Suppression(boxes=boxes, scores=scores, classes=classes, threshold=threshold)
        done = suppress(plan)
        clear = all(abs(one.iou - threshold) > 0.04 for turn in done.turns for one in turn.rest)
        if clear and 1 <= len(done.kept) < count:
            break
    names = tuple(f"{'ABCDE'[at]}{f' ({classes[at] + 1})' if classes else ''}" for at in range(count))
    without = len(suppress(Suppression(boxes=boxes, scores=scores, threshold=threshold)).kept)
    overlapping = sum(all(one.iou <= threshold for one in turn.rest) for turn in done.turns)
    return Question(
        asks=message("Non-maximum suppression with an IoU threshold of {threshold}, each class for itself. How "
                         "many boxes are left?", threshold=threshold),
        right=counted(len(done.kept), (without, message("Boxes of different classes do not suppress each other.")),
                      (count - len(done.kept), message("That is how many fall; asked is how many are left.")),
                      (overlapping, message("Of boxes that overlap the best is kept, the others fall."))),
        working=tuple(f"\\text{{IoU}}({names[turn.hand][0]}, {names[one.place][0]}) = {one.iou:.2f} "
                      f"{SIGNS[one.iou > threshold]} {threshold}"
                      for turn in done.turns for one in turn.rest
                      if not classes or classes[turn.hand] == classes[one.place]),
        shown=(Boxes(boxes, names, scores),), link=PageLink("where_is_it", {"view": "grid"}))


def grid_cell(draw: Random, level: Level) -> Question:
    """Ask for the numbers of a grid, for the cell that owns a thing, or for a box that a cell says."""
    cells, side = CELLS[level], CELLS[level] * draw.choice((32, 64))
    step = side // cells
    if level == 1:
        boxes, classes = draw.choice((2, 3)), draw.choice((3, 10, 20))
        right = cells * cells * (5 * boxes + classes)
        return Question(
            asks=message("As YOLO v1: {cells} × {cells} cells, {boxes} boxes in each, {classes} classes once a "
                             "cell. How many numbers has the output?", cells=cells, boxes=boxes, classes=classes),
            right=counted(right, (cells * cells * (4 * boxes + classes), message("Each box has a confidence, too.")),
                          (cells * cells * boxes * (5 + classes), message("The classes are said once a cell, not for "
                                                                          "each box.")),
                          (5 * boxes + classes, message("That is one cell."))),
            working=(rf"S^2 \cdot (5B + C) = {cells}^2 \cdot (5 \cdot {boxes} + {classes}) = {right}",),
            link=PageLink("where_is_it", {"view": "grid"}))
    row, column = draw.randrange(cells), draw.randrange(cells)
    x, y = draw.choice((0.25, 0.5, 0.75)), draw.choice((0.25, 0.5, 0.75))
    if level == 2:
        options = [(row, column), (column, row), (cells - 1 - row, column), (row, cells - 1 - column)]
        options = list(dict.fromkeys(options))
        draw.shuffle(options)
        at = options.index((row, column))
        slips = tuple(Slip(place, message("You took the column for the row: y tells the row."))
                      for place, one in enumerate(options) if one == (column, row) != (row, column))
        return Question(
            asks=message("A picture of {side} × {side} px has {cells} × {cells} cells, counted from 0. The middle "
                             "of a thing is at x = {x}, y = {y} px. Which cell must find it?", side=side, cells=cells,
                             x=latex_number((column + x) * step), y=latex_number((row + y) * step)),
            right=ChoiceAnswer(tuple(AnswerOption(message("row {row}, column {column}", row=one[0], column=one[1]))
                                     for one in options), at, slips),
            working=(rf"\lfloor {latex_number((row + y) * step)} / {step} \rfloor = {row}, \quad "
                     rf"\lfloor {latex_number((column + x) * step)} / {step} \rfloor = {column}",),
            link=PageLink("where_is_it", {"view": "grid"}))
    raw = draw.choice((-2, -1, 0, 1, 2))
    share = 1 / (1 + math.exp(-raw))
    return Question(
        asks=message("In a picture of {side} px the cell in column {column} of {cells} says t = {raw} for x. With "
                         "the sigmoid as offset in its cell: at which px is the middle of the box? One decimal.",
                         side=side, column=column, cells=cells, raw=str(raw).replace("-", "−")),
        right=measured((column + share) * step, 1,
                       (share * step, message("Add the cells before it: {column} of them.", column=column)),
                       ((column + raw) * step, message("The sigmoid first: raw numbers leave their cell.")),
                       (column + share, message("That is in cells; a cell has {step} px.", step=step)),
                       ((column + 1 + share) * step, message("Columns are counted from 0."))),
        working=(rf"\sigma({raw}) = {latex_number(share)}",
                 rf"({column} + {latex_number(share)}) \cdot {step} = {latex_number((column + share) * step)}"),
        link=PageLink("where_is_it", {"view": "grid"}))


def _box(draw: Random) -> Box:
    x, y = draw.randint(0, 12) * 2, draw.randint(0, 12) * 2
    return x, y, x + draw.randint(4, 12) * 2, y + draw.randint(4, 12) * 2


def _moved(draw: Random, box: Box) -> Box:
    x1, y1, x2, y2 = box
    x, y = draw.randint(-4, 16), draw.randint(-4, 16)
    return max(0, x1 + x), max(0, y1 + y), max(8, x2 + x), max(8, y2 + y)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _told(box: Box) -> str:
    return "({})".format(", ".join(f"{side:g}" for side in box))


KINDS = {
    "iou": Kind(N_("IoU of two boxes"), 8, iou),
    "survivors": Kind(N_("Which boxes survive?"), 8, survivors),
    "grid_cell": Kind(N_("What a grid cell says"), 8, grid_cell),
}
