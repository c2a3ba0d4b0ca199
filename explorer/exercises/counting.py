"""Exercises on cost: parameters and multiply-accumulates, and which of two ways is the cheaper."""

from __future__ import annotations

from random import Random

from explorer.errors import N_, message
from explorer.exercises.answers import counted, measured
from explorer.exercises.question import Kind, Level, Question
from explorer.exercises.stacks import behind, listed, stack_link
from explorer.graph import analyse, from_text, latex_number, latex_product

CHANNELS = {1: (3, 4, 6, 8, 16), 2: (16, 24, 32, 48, 64), 3: (64, 96, 128, 192, 256)}


def parameters(draw: Random, level: Level) -> Question:
    """Ask how many values a convolution learns; at level 3 one in groups and without bias."""
    kernel = draw.choice((3, 5) if level < 3 else (3, 5, 7))
    into = 3 if level == 1 else draw.choice(CHANNELS[level])
    out = draw.choice(CHANNELS[level])
    side = draw.choice((28, 32, 56))
    if level == 3:
        groups = draw.choice((2, 4, 8))
        graph = from_text(f"conv.o{out}.k{kernel}.g{groups}.b0")
        slips = ((out * kernel * kernel * into, message("With groups, a filter reads only channels in / groups.")),
                 (out * kernel * kernel * into // groups + out, message("It has no bias: bias=False.")))
    else:
        graph = from_text(f"conv.o{out}.k{kernel}")
        slips = ((out * kernel * kernel * into, message("You forgot the bias: one for each filter.")),
                 (out * kernel * kernel + out, message("A filter has a kernel for each channel that comes in.")))
    report = analyse(graph, (into, side, side))
    places = behind(graph, (into, side, side))[1] ** 2
    return Question(
        asks=message("How many parameters does this layer have? It is given {shape}.",
                         shape=f"{into} × {side} × {side}"),
        right=counted(report.params, *slips,
                      (report.macs, message("Those are operations. A kernel is shared: it is counted once, not at each "
                                            "place.")),
                      (report.params * places, message("A kernel is shared by all places: it is counted once."))),
        working=report.rows[0].working["params"].lines, shown=(listed(graph, (into, side, side)),),
        link=stack_link(graph, (into, side, side)))


def operations(draw: Random, level: Level) -> Question:
    """Ask for the multiply-accumulates of a convolution."""
    kernel, stride = draw.choice((3, 5)), draw.choice((1, 2)) if level > 1 else 1
    into, out = (1 if level == 1 else draw.choice((3, 8, 16))), draw.choice((4, 8, 16))
    side = draw.choice((8, 10, 16) if level == 1 else (16, 32) if level == 2 else (56, 112))
    graph = from_text(f"conv.o{out}.k{kernel}.s{stride}.p{kernel // 2}")
    report = analyse(graph, (into, side, side))
    return Question(
        asks=message("How many multiply-accumulates (MACs) does this layer need for one picture of {shape}? The "
                         "bias is not counted.", shape=f"{into} × {side} × {side}"),
        right=counted(report.macs,
                      (2 * report.macs, message("Those are FLOPs, here MACs are asked: a multiplication and its "
                                                "addition are one.")),
                      (report.params, message("Those are parameters: each is used at every place of the output.")),
                      (out * into * kernel * kernel, message("That is one place of the output; there are many.")),
                      (out * into * (kernel * side) ** 2, message("Count the places of the output, not of the input.")),
                      (report.macs // into, message("Each filter reads all channels that come in."))),
        working=report.rows[0].working["macs"].lines, shown=(listed(graph, (into, side, side)),),
        link=stack_link(graph, (into, side, side)))


def bottleneck(draw: Random, level: Level) -> Question:
    """Ask for the weights of 1 × 1, 3 × 3, 1 × 1."""
    wide = draw.choice({1: (32, 64, 128), 2: (64, 128, 192, 256), 3: (256, 384, 512, 1024, 2048)}[level])
    narrow = wide // draw.choice((2, 4) if level < 3 else (4,))
    graph = from_text(f"conv.o{narrow}.k1.b0~conv.o{narrow}.k3.p1.b0~conv.o{wide}.k1.b0")
    plain = 2 * 9 * wide * wide
    right = 2 * wide * narrow + 9 * narrow * narrow
    return Question(
        asks=message("A bottleneck takes {wide} channels to {narrow} by 1 × 1, does 3 × 3, and goes back to {wide} "
                         "by 1 × 1. How many weights has it, without biases?", wide=wide, narrow=narrow),
        right=counted(right, (plain, message("Those are two plain layers of 3 × 3.")),
                      (9 * narrow * narrow, message("The two layers of 1 × 1 have weights, too.")),
                      (wide * narrow + 9 * narrow * narrow, message("There are two layers of 1 × 1.")),
                      (right + 2 * narrow + wide, message("Without biases was asked."))),
        working=(rf"{latex_product(wide, narrow)} + {latex_product(3, 3, narrow, narrow)} + "
                 rf"{latex_product(narrow, wide)} = {latex_number(right)}",
                 rf"2 \cdot {latex_product(3, 3, wide, wide)} = {latex_number(plain)}"),
        link=stack_link(graph, (wide, 14, 14)))


def separable(draw: Random, level: Level) -> Question:
    """Ask for the weights of a depthwise separable convolution; at level 3 how many times fewer they are."""
    kernel = draw.choice((3, 5))
    into, out = draw.choice(CHANNELS[level]), draw.choice(CHANNELS[level])
    graph = from_text(f"conv.o{into}.k{kernel}.p{kernel // 2}.g{into}.b0~conv.o{out}.k1.b0")
    parted, full = into * kernel**2 + into * out, into * out * kernel**2
    working = (rf"{latex_product(kernel, kernel, into)} + {latex_product(into, out)} = {latex_number(parted)}",
               rf"{latex_product(kernel, kernel, into, out)} = {latex_number(full)}")
    if level == 3:
        return Question(
            asks=message("From {into} to {out} channels with kernels of {kernel} × {kernel}, without biases: how "
                             "many times more weights has a full convolution than a depthwise separable one? One "
                             "decimal.", into=into, out=out, kernel=kernel),
            right=measured(full / parted, 1, (parted / full, message("The other way round: full by separable.")),
                           (kernel**2, message("Nearly, for many filters; the depthwise part counts, too."))),
            working=(*working, rf"{latex_number(full)} / {latex_number(parted)} = {full / parted:.2f}"),
            link=stack_link(graph, (into, 28, 28)))
    return Question(
        asks=message("A depthwise separable convolution goes from {into} to {out} channels with kernels of "
                         "{kernel} × {kernel}. How many weights has it, without biases?", into=into, out=out,
                         kernel=kernel),
        right=counted(parted, (full, message("That is the full convolution.")),
                      (into * kernel**2, message("The 1 × 1 convolution that mixes the channels has weights, too.")),
                      (into * out, message("The depthwise part has weights, too: a kernel for each channel.")),
                      (parted + into + out, message("Without biases was asked."))),
        working=working, link=stack_link(graph, (into, 28, 28)))


def two_small_kernels(draw: Random, level: Level) -> Question:
    """Ask what two layers of 3 × 3 save against one of 5 × 5; at level 3 three against 7 × 7."""
    channels = draw.choice(CHANNELS[level])
    layers, side = (3, 7) if level == 3 else (2, 5)
    small, large = layers * 9 * channels**2, side**2 * channels**2
    graph = from_text("~".join([f"conv.o{channels}.p1.b0"] * layers))
    return Question(
        asks=message("{layers} layers of 3 × 3 see as far as one of {side} × {side}. All go from {channels} to "
                         "{channels} channels, without biases. How many weights fewer do the {layers} have?",
                         layers=layers, side=side, channels=channels),
        right=counted(large - small, (small, message("That is what the small ones have; asked is the difference.")),
                      (large, message("That is what the large one has; asked is the difference.")),
                      (side**2 - 9 * layers, message("Each kernel stands once for every pair of channels.")),
                      ((side**2 - 9) * channels**2, message("There are {layers} small layers.", layers=layers))),
        working=(rf"{side**2}C^2 - {9 * layers}C^2 = {side**2 - 9 * layers} \cdot {channels}^2 = "
                 rf"{latex_number(large - small)}",),
        link=stack_link(graph, (channels, 28, 28)))


def dense_against_convolution(draw: Random, level: Level) -> Question:
    """Ask for the parameters of a linear layer on all pixels of a photo."""
    side = draw.choice({1: (8, 10, 20, 28, 32), 2: (32, 48, 64, 100), 3: (128, 150, 200, 224)}[level])
    channels = 1 if level == 1 else 3
    units = draw.choice({1: (10, 20, 100), 2: (10, 64, 128), 3: (128, 500, 1000)}[level])
    values = channels * side * side
    graph = from_text(f"flatten~linear.o{units}")
    return Question(
        asks=message("A photo of {shape} is flattened and goes into a linear layer of {units} units. How many "
                         "parameters has the layer?", shape=f"{channels} × {side} × {side}", units=units),
        right=counted(units * (values + 1), (units * values, message("You forgot the biases: one for each unit.")),
                      (units * (side * side + 1), message("A photo in colour has three values a pixel.")),
                      (units * 9 * channels + units, message("That is a convolution of 3 × 3, which shares its "
                                                             "weights."))),
        working=(*analyse(graph, (channels, side, side)).rows[-1].working["params"].lines,
                 rf"3 \times 3{{:}}\quad {units} \cdot (3 \cdot 3 \cdot {channels} + 1) = "
                 rf"{latex_number(units * (9 * channels + 1))}"),
        link=stack_link(graph, (channels, side, side)))


KINDS = {
    "parameters": Kind(N_("Parameters of a convolution"), 2, parameters),
    "operations": Kind(N_("Operations of a convolution"), 2, operations),
    "dense": Kind(N_("A linear layer on all pixels"), 1, dense_against_convolution),
    "small_kernels": Kind(N_("Small kernels against a large one"), 4, two_small_kernels),
    "separable": Kind(N_("Depthwise separable convolution"), 4, separable),
    "bottleneck": Kind(N_("Bottleneck"), 4, bottleneck),
}
