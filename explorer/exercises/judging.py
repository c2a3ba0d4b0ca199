"""Exercises on judgement: which case of transfer learning, what a learning curve tells, what a filter or layer made."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from explorer.convolution import FILTERS
from explorer.errors import N_, Message, message
from explorer.exercises.answers import AnswerOption, ChoiceAnswer, Slip
from explorer.exercises.exhibits import Curves, FilteredPhoto, LayerMap, Numbers
from explorer.exercises.question import Kind, Level, PageLink, Question

Rule = Callable[[float], float]
"""A value for a share of the training, 0 to 1."""
EPOCHS = 20
PHOTOS = ("chelsea", "coffee", "astronaut")
NETWORK = "bundled/resnet20"


def transfer_case(draw: Random, level: Level) -> Question:
    """Ask what to train for a set of a size and a likeness to what the network knows."""
    large, alike = draw.random() < 0.5, draw.random() < 0.5
    pictures = draw.choice(((100_000, 250_000), (40_000, 60_000), (20_000, 30_000))[level - 1] if large else
                           ((40, 60), (150, 300), (600, 900))[level - 1])
    things = (("dogs of 120 breeds", "birds in a garden", "cars and lorries") if alike else
              ("X-rays of lungs", "cells under a microscope", "pictures of the sky by radar"))
    thing = draw.choice(things)
    advice = {
        (True, False): message("Train all layers, starting from the known weights, at a tenth of the rate."),
        (True, True): message("Train the late layers and the classifier at a tenth of the rate."),
        (False, False): message("Train the classifier and a few layers before it, with strong augmentation."),
        (False, True): message("Freeze all but the classifier, and train that alone."),
    }
    cases = list(advice)
    draw.shuffle(cases)
    slips = {(not large, alike): message("Look at the number of pictures: {count}.", count=f"{pictures:,}"),
             (large, not alike): message("Look at what the pictures show, and at what ImageNet shows.")}
    return Question(
        asks=message("A network knows ImageNet. You have {count} pictures: {thing}. What does the lecture advise?",
                         count=f"{pictures:,}", thing=_THINGS[thing]),
        right=ChoiceAnswer(tuple(AnswerOption(advice[case]) for case in cases), cases.index((large, alike)),
                           tuple(Slip(cases.index(case), says) for case, says in slips.items())),
        working=(message("Few pictures: few weights may move, or they learn by heart. Far from ImageNet: late layers "
                         "must move, since what they know is not there."),),
        link=PageLink("fine_tune"))


_THINGS: dict[str, Message] = {
    "dogs of 120 breeds": message("dogs of 120 breeds"), "birds in a garden": message("birds in a garden"),
    "cars and lorries": message("cars and lorries"), "X-rays of lungs": message("X-rays of lungs"),
    "cells under a microscope": message("cells under a microscope"),
    "pictures of the sky by radar": message("pictures of the sky by radar")}


def learning_curve(draw: Random, level: Level) -> Question:
    """Ask what went wrong in a training; the curves follow a rule each, with noise that grows with the level."""
    causes = {
        "rate": message("The learning rate is too high."), "overfit": message("It learns its pictures by heart."),
        "frozen": message("Too much is frozen: it cannot learn more."),
        "leak": message("Pictures to check with are among those it learns from."),
        "good": message("Nothing: it learns well."),
    }
    signs = {
        "rate": message("Both curves jump up and down and get nowhere: the steps are too long."),
        "overfit": message("The accuracy on its own pictures goes to 100 %, on others it stays behind or falls."),
        "frozen": message("Both curves lie flat, close together and low, also on its own pictures."),
        "leak": message("On pictures to check with it is as good as on its own, and nearly perfect at once: it knows "
                        "them."),
        "good": message("Both rise, and stay close together."),
    }
    cause = draw.choice(tuple(causes))
    noise = 0.008 * level
    curves = [tuple(round(min(1.0, max(0.0, rule(epoch / (EPOCHS - 1)) + draw.uniform(-noise, noise) + (
        draw.uniform(-0.12, 0.12) if cause == "rate" else 0.0))), 3) for epoch in range(EPOCHS))
        for rule in _CURVES[cause]]
    options = list(causes)
    draw.shuffle(options)
    slips = {"overfit": {"frozen": message("A frozen network stays low on its own pictures, too.")},
             "frozen": {"overfit": message("Then it would be good on its own pictures.")},
             "leak": {"good": message("So good, so soon, on pictures that it never saw? Look twice.")},
             "good": {"leak": message("A leak looks perfect, and at once.")}}.get(cause, {})
    return Question(
        asks=message("What does this learning curve tell?"),
        right=ChoiceAnswer(tuple(AnswerOption(causes[one]) for one in options), options.index(cause),
                           tuple(Slip(options.index(one), says) for one, says in slips.items())),
        working=(signs[cause],), shown=(Curves(message("Accuracy by epoch"), *curves),), link=PageLink("fine_tune"))


def _rising(to: float, speed: float, fall: float = 0.0) -> Rule:
    """Return what rises to a value at a speed, and falls from its middle on by ``fall``."""
    return lambda at: to - (to - 0.2) * math.exp(-speed * at) - fall * max(0.0, at - 0.3)


_CURVES: dict[str, tuple[Rule, Rule]] = {
    "rate": (_rising(0.3, 8), _rising(0.28, 8)), "overfit": (_rising(1.0, 7), _rising(0.66, 9, 0.12)),
    "frozen": (_rising(0.46, 9), _rising(0.44, 9)), "leak": (_rising(0.99, 16), _rising(0.99, 16)),
    "good": (_rising(0.93, 4.5), _rising(0.9, 4.5)),
}


def which_filter(draw: Random, level: Level) -> Question:
    """Ask which of the classic filters made a picture."""
    groups = (("gaussian_5", "sharpen", "outline", "emboss"), ("sobel_x", "sobel_y", "laplacian_8", "gaussian_5"),
              ("sobel_x", "sobel_y", "vertical_line_7", "horizontal_line_7"))
    names = list(groups[level - 1])
    draw.shuffle(names)
    right, photo = draw.choice(names), draw.choice(PHOTOS)
    other = {"sobel_x": "sobel_y", "sobel_y": "sobel_x"}.get(right)
    told = message("Sobel x answers to steps from left to right, so to upright edges.")
    slips = (Slip(names.index(other), told),) if other in names else ()
    return Question(
        asks=message("Which filter made this picture?"),
        right=ChoiceAnswer(tuple(AnswerOption(Message(FILTERS[name].title)) for name in names), names.index(right),
                           slips),
        working=(Message(FILTERS[right].shows),), shown=(FilteredPhoto(photo, right),),
        link=PageLink("classic_filters", {"filters": right}))


WISHES: dict[str, tuple[Message, tuple[tuple[float, ...], ...]]] = {
    "identity": (message("leaves a picture as it is"), ((0, 0, 0), (0, 1, 0), (0, 0, 0))),
    "brighter": (message("makes a picture twice as bright"), ((0, 0, 0), (0, 2, 0), (0, 0, 0))),
    "left": (message("moves a picture 1 px to the left"), ((0, 0, 0), (0, 0, 1), (0, 0, 0))),
    "right": (message("moves a picture 1 px to the right"), ((0, 0, 0), (1, 0, 0), (0, 0, 0))),
    "up": (message("moves a picture 1 px up"), ((0, 0, 0), (0, 0, 0), (0, 1, 0))),
    "blur": (message("blurs a picture"), ((1 / 9,) * 3,) * 3),
    "sharpen": (message("sharpens a picture and keeps flat areas as bright as they are"),
                ((0, -1, 0), (-1, 5, -1), (0, -1, 0))),
    "upright": (message("finds upright edges, and is 0 on flat areas"), ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1))),
    "lying": (message("finds lying edges, and is 0 on flat areas"), ((-1, -2, -1), (0, 0, 0), (1, 2, 1))),
    "outline": (message("is 0 on flat areas and answers to edges of any direction"),
                ((-1, -1, -1), (-1, 8, -1), (-1, -1, -1))),
}
"""What a kernel does, and the kernel; not turned, as deep learning has it."""


def kernel_for_a_wish(draw: Random, level: Level) -> Question:
    """Ask for the kernel that does what is wished."""
    groups = (("identity", "brighter", "blur", "upright"), ("blur", "sharpen", "upright", "lying", "outline"),
              ("left", "right", "up", "identity"))
    names = draw.sample(groups[level - 1], 4)
    right = draw.choice(names)
    opposite = {"left": "right", "right": "left", "upright": "lying", "lying": "upright"}.get(right)
    slips = (Slip(names.index(opposite), message("The kernel is not turned: the weight right of the middle brings what "
                                                 "lies right of it.") if level == 3 else
                  message("An upright edge is a step from left to right.")),) if opposite in names else ()
    return Question(
        asks=message("Which kernel {does}?", does=WISHES[right][0]),
        right=ChoiceAnswer(tuple(AnswerOption(message("Kernel {letter}", letter="ABCD"[at]),
                                        Numbers(message("Kernel {letter}", letter="ABCD"[at]), WISHES[name][1]))
                                 for at, name in enumerate(names)), names.index(right), slips),
        working=tuple(message("{letter} {does}.", letter="ABCD"[at], does=WISHES[name][0])
                      for at, name in enumerate(names)),
        link=PageLink("classic_filters"))


def layer_of_a_map(draw: Random, level: Level) -> Question:
    """Ask from which layer a map is: the deeper, the fewer pixels, and the less like the photo."""
    layers = ("relu", "layer1", "layer2", "layer3") if level > 1 else ("relu", "layer2", "layer3")
    sides = {"relu": 32, "layer1": 32, "layer2": 16, "layer3": 8}
    asked = draw.choice(layers[1:] if level == 3 else layers)
    photo, channel = draw.choice(PHOTOS), draw.randrange(16)
    options = [message("{layer}: {side} × {side} px", layer=layer, side=sides[layer]) if level < 3 else
               message("{layer}", layer=layer) for layer in layers]
    return Question(
        asks=message("This is a map of ResNet-20 on a photo. From which layer is it?"),
        right=ChoiceAnswer(tuple(map(AnswerOption, options)), layers.index(asked)),
        working=(message("Count its pixels: {layer} has maps of {side} × {side} px.", layer=asked, side=sides[asked]),),
        shown=(LayerMap(NETWORK, photo, asked, channel),),
        link=PageLink("feature_maps", {"network": NETWORK, "layer": asked, "channel": str(channel)}))


KINDS = {
    "which_filter": Kind(N_("Which filter made this picture?"), 1, which_filter),
    "kernel_for_a_wish": Kind(N_("A kernel for a wish"), 2, kernel_for_a_wish),
    "layer_of_a_map": Kind(N_("From which layer is this map?"), 5, layer_of_a_map),
    "learning_curve": Kind(N_("Read a learning curve"), 6, learning_curve),
    "transfer_case": Kind(N_("Which case of transfer learning?"), 7, transfer_case),
}
