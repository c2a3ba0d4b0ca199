"""Exercises on sizes: how large is what comes out, and which padding and which layers fit."""

from __future__ import annotations

from random import Random

from explorer.errors import N_, ShapeError, message
from explorer.exercises.answers import AnswerOption, ChoiceAnswer, ShapeAnswer, Slip, counted
from explorer.exercises.question import Kind, Level, Question
from explorer.exercises.stacks import behind, listed, side_lines, stack_link
from explorer.graph import Graph, Shape, analyse, from_text, latex_number, latex_product, to_text

SIDES = {1: (5, 7, 8, 9, 16, 28, 32), 2: (27, 28, 31, 32, 63, 64, 96), 3: (27, 32, 55, 96, 112, 224, 227)}


def output_side(draw: Random, level: Level) -> Question:
    """Ask for the side of the output of one convolution; from level 2 the division may leave a rest."""
    while True:
        side, kernel = draw.choice(SIDES[level]), draw.choice((2, 3, 5) if level == 1 else (3, 5, 7, 11))
        stride = draw.choice((1, 1, 2) if level == 1 else (2, 3, 4))
        padding = draw.choice((0, 0, 1) if level == 1 else (0, 1, 2, 3))
        dilation = draw.choice((2, 3)) if level == 3 else 1
        reach = side + 2 * padding - dilation * (kernel - 1) - 1
        if reach >= stride and padding < kernel and (level == 1) == (reach % stride == 0):
            break
    graph = from_text(f"conv.o1.k{kernel}.s{stride}.p{padding}.d{dilation}")
    report = analyse(graph, (1, side, side))
    right = behind(graph, (1, side, side))[-1]
    return Question(
        asks=message("A picture of {side} × {side} px goes through a convolution with kernel_size={kernel}, "
                         "stride={stride}, padding={padding}, dilation={dilation}. How long is a side of the output?",
                         side=side, kernel=kernel, stride=stride, padding=padding, dilation=dilation),
        right=counted(
            right,
            (-(-reach // stride) + 1, message("Floor, not ceiling: a window that does not fit is left out.")),
            (reach // stride, message("You forgot the + 1: the first window counts, too.")),
            ((side + padding - dilation * (kernel - 1) - 1) // stride + 1,
             message("Padding stands at both ends: 2 · padding.")),
            ((side + 2 * padding - kernel) // stride + 1, message("You forgot the dilation.")),
            (side + 2 * padding - dilation * (kernel - 1), message("You forgot the stride."))),
        working=report.rows[-1].working["shape"].lines[:2], link=stack_link(graph, (1, side, side)))


def output_shape(draw: Random, level: Level) -> Question:
    """Ask for the shape behind one to four layers, channels first; at level 3 channels last."""
    graph, shape = _layers(draw, level)
    report = analyse(graph, shape)
    order = "HWC" if level == 3 else "CHW"
    right = behind(graph, shape)
    return Question(
        asks=message("Which shape comes out? Write {order}.", order=" × ".join(order)),
        right=ShapeAnswer(right, "HWC" if level == 3 else "CHW", _channel_slips(right, shape)),
        working=side_lines(report),
        shown=(listed(graph, shape),), link=stack_link(graph, shape))


def _channel_slips(right: Shape, shape: Shape) -> tuple[Slip, ...]:
    kept = (shape[0], *right[1:])
    return () if kept == right else (Slip(kept, message("Every filter makes a map: there are as many channels as the "
                                                        "last convolution has filters.")),)


def same_padding(draw: Random, level: Level) -> Question:
    """Ask for the padding that keeps the side."""
    kernel = draw.choice({1: (3, 5, 7, 9, 11), 2: (5, 7, 9, 11, 13, 15), 3: (3, 5, 7, 9)}[level])
    dilation = draw.choice((2, 3, 4)) if level == 3 else 1
    side = draw.choice(SIDES[2])
    right = dilation * (kernel - 1) // 2
    graph = from_text(f"conv.o1.k{kernel}.p{right}.d{dilation}")
    return Question(
        asks=message("kernel_size={kernel}, stride=1, dilation={dilation}: with which padding does the output have "
                         "the side of the input?", kernel=kernel, dilation=dilation),
        right=counted(right, (dilation * (kernel - 1), message("That is for both ends together: half of it each.")),
                      ((kernel - 1) // 2, message("You forgot the dilation: the window is longer than its kernel.")),
                      (kernel // 2 + 1, message("A window reaches (kernel − 1) / 2 px to each side of its middle."))),
        working=(rf"p = \frac{{d(k - 1)}}{{2}} = \frac{{{dilation} \cdot ({kernel} - 1)}}{{2}} = {right}",
                 *analyse(graph, (1, side, side)).rows[-1].working["shape"].lines[1:2]),
        link=stack_link(graph, (1, side, side)))


def flatten_size(draw: Random, level: Level) -> Question:
    """Ask for ``in_features`` of the linear layer behind a stack."""
    graph, shape = _layers(draw, level)
    before = behind(graph, shape)
    graph = _then(graph, "flatten")
    report = analyse(graph, shape)
    right = behind(graph, shape)[0]
    return Question(
        asks=message("A linear layer is put behind these layers. What is its in_features?"),
        right=counted(right, (before[0], message("Every pixel of every map is a feature, not every map.")),
                      (before[1] * before[2], message("You counted one map; there are {channels}.",
                                                      channels=before[0])),
                      (shape[0] * shape[1] * shape[2], message("That is the input; the layers change its shape."))),
        working=(*side_lines(report), report.rows[-1].working["shape"].lines[0]),
        shown=(listed(graph, shape),), link=stack_link(graph, shape))


def misfit(draw: Random, level: Level) -> Question:
    """Ask which layer cannot take what it is given."""
    graph, shape = _layers(draw, level)
    values = behind(_then(graph, "flatten"), shape)[0]
    channels, *side = behind(graph, shape)
    wrong = draw.choice((values // channels, values * 2, channels, values + channels))
    lines = [*listed(graph, shape).lines, "nn.Flatten()", f"nn.Linear({wrong}, 10)"]
    at = len(lines) - 1
    slips = {at - 1: message("Flatten takes any shape: it only puts all values in one row.")}
    if level > 1 and draw.random() < 0.5:  # a convolution that expects other channels than arrive
        at = next(at for at in range(len(lines) - 1, -1, -1) if lines[at].startswith("nn.Conv2d"))
        expected, rest = lines[at].removeprefix("nn.Conv2d(").split(", ", 1)
        lines[at] = f"nn.Conv2d({int(expected) * 2 + 1}, {rest}"
        lines[-1] = f"nn.Linear({values}, 10)"
        working: tuple[str, ...] = (rf"\text{{in\_channels}} = {expected} \ne {int(expected) * 2 + 1}",)
    else:
        product = latex_product(channels, *side)
        working = (rf"{product} = {latex_number(values)} \ne {latex_number(wrong)}",)
    return Question(
        asks=message("One of these layers does not fit to what it is given. Which one? The input is {shape}.",
                         shape=" × ".join(map(str, shape))),
        right=ChoiceAnswer(tuple(AnswerOption(message("{line}", line=line)) for line in lines), at,
                           tuple(Slip(place, says) for place, says in slips.items() if place != at)),
        working=working, link=stack_link(graph, shape))


def _layers(draw: Random, level: Level) -> tuple[Graph, Shape]:
    """Return a few convolutions and poolings, and an input that they fit to."""
    while True:
        side = draw.choice(SIDES[level])
        shape = (draw.choice((1, 3)), side, side if level < 3 else draw.choice(SIDES[level]))
        parts: list[str] = []
        for _at in range(min(level, 2)):
            kernel = draw.choice((3, 5) if level < 3 else (3, 5, 7))
            stride, padding = draw.choice((1, 2) if level > 1 else (1,)), draw.choice((0, kernel // 2))
            parts.append(f"conv.o{draw.choice((6, 8, 10, 16, 32))}.k{kernel}.s{stride}.p{padding}")
            parts += ["maxpool"] if level > 1 else []
        graph = from_text("~".join(parts))
        try:
            if min(behind(graph, shape)[1:]) >= 2:
                return graph, shape
        except ShapeError:
            continue


def _then(graph: Graph, layer: str) -> Graph:
    return from_text(f"{to_text(graph)}~{layer}")


KINDS = {
    "output_side": Kind(N_("Side of the output"), 2, output_side),
    "same_padding": Kind(N_("Padding that keeps the side"), 2, same_padding),
    "output_shape": Kind(N_("Shape behind some layers"), 2, output_shape),
    "flatten_size": Kind(N_("What a linear layer is given"), 4, flatten_size),
    "misfit": Kind(N_("The layer that does not fit"), 4, misfit),
}
