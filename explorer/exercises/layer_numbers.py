"""Exercises on what layers do to numbers: batch norm, dropout, softmax."""

from __future__ import annotations

import math
from random import Random

from explorer.errors import N_, message
from explorer.exercises.answers import counted, measured
from explorer.exercises.exhibits import Numbers
from explorer.exercises.question import Kind, Level, PageLink, Question
from explorer.numbers import latex_number


def batch_norm(draw: Random, level: Level) -> Question:
    """Ask for one value behind batch norm; from level 2 with gamma and beta, at level 3 in evaluation."""
    count = 4 if level < 3 else 3
    while True:
        values = [draw.randint(-3, 9) for _at in range(count)]
        if len(set(values)) == count:
            break
    mean = sum(values) / count
    variance = sum((value - mean) ** 2 for value in values) / count
    at = draw.randrange(count)
    scale, shift = (1.0, 0.0) if level == 1 else (draw.choice((0.5, 2.0, 3.0)), draw.choice((-1.0, 1.0, 2.0)))
    if level == 3:
        mean, variance = float(draw.choice((1, 2, 3))), float(draw.choice((1, 4, 9)))
    deviation = math.sqrt(variance)
    plain = (values[at] - mean) / deviation
    right = scale * plain + shift
    sample = math.sqrt(variance * count / (count - 1))
    question = (message("Batch norm in training, one channel, a batch of these values, γ = {scale}, β = {shift}, ε = "
                        "0. What becomes of the value {value}? Two decimals.", scale=latex_number(scale),
                        shift=latex_number(shift), value=values[at]) if level < 3 else
                message("Batch norm in evaluation: running mean {mean}, running variance {variance}, γ = {scale}, β = "
                        "{shift}, ε = 0. What becomes of the value {value}? Two decimals.", mean=latex_number(mean),
                        variance=latex_number(variance), scale=latex_number(scale), shift=latex_number(shift),
                        value=values[at]))
    return Question(
        asks=question,
        right=measured(right, 2,
                       (scale * (values[at] - mean) / sample + shift,
                        message("Divide by N, not by N − 1: batch norm takes the batch for all there is.")),
                       (scale * (values[at] - mean) / variance + shift,
                        message("Divide by the standard deviation, the root of the variance.")),
                       (plain, message("You forgot γ and β.")), (scale * plain, message("You forgot β.")),
                       (values[at] - mean, message("That is the value less the mean; divide it, too."))),
        working=((rf"\mu = {latex_number(mean)}, \quad \sigma = {latex_number(deviation)}"),
                 rf"\gamma \frac{{x - \mu}}{{\sigma}} + \beta = {latex_number(scale)} \cdot "
                 rf"\frac{{{values[at]} - {_in_brackets(mean)}}}{{{latex_number(deviation)}}} + "
                 rf"{_in_brackets(shift)} = {latex_number(right)}"),
        shown=(Numbers(message("Batch"), (tuple(map(float, values)),)),),
        link=PageLink("layers", {"view": "batch_norm"}))


def dropout_mean(draw: Random, level: Level) -> Question:
    """Ask what dropout does to a value and to a mean."""
    share = draw.choice((0.5, 0.2, 0.25) if level < 3 else (0.1, 0.4, 0.6))
    units, value = draw.choice((10, 20, 40, 100)), draw.choice((1, 2, 3, 4, 6))
    working = (rf"\frac{{x}}{{1 - p}} = \frac{{{value}}}{{1 - {share}}} = {latex_number(value / (1 - share))}",
               rf"(1 - p) \cdot \frac{{x}}{{1 - p}} = x = {value}")
    link = PageLink("layers", {"view": "dropout"})
    if level == 1:
        return Question(
            asks=message("nn.Dropout(p={share}) in training: a unit with value {value} stays. Which value does it "
                             "have behind the layer? Two decimals.", share=share, value=value),
            right=measured(value / (1 - share), 2, (value, message("Those that stay are enlarged, so that the mean "
                                                                   "stays.")),
                           (value * (1 - share), message("Divide by 1 − p; that is what is left of the mean "
                                                         "otherwise.")),
                           (value / share, message("Divide by 1 − p, the share that stays."))),
            working=working[:1], link=link)
    if level == 2:
        return Question(
            asks=message("{units} units, all {value}, go through nn.Dropout(p={share}) in training. What is the "
                             "mean of the outputs, over many runs?", units=units, share=share, value=value),
            right=counted(value, (value * (1 - share), message("Those that stay are divided by 1 − p: the mean "
                                                               "stays.")),
                          (value / (1 - share), message("That is the value of one that stays; the others are 0."))),
            working=working, link=link)
    return Question(
        asks=message("{units} units, all {value}, go through nn.Dropout(p={share}) in evaluation (model.eval()). "
                         "What is their sum?", units=units, share=share, value=value),
        right=counted(units * value, (units * value * (1 - share), message("In evaluation nothing is left out.")),
                      (units * value / (1 - share), message("In evaluation nothing is enlarged.")),
                      (value, message("That is one of them; asked is the sum."))),
        working=(rf"{units} \cdot {value} = {units * value}",), link=link)


def softmax(draw: Random, level: Level) -> Question:
    """Ask for a probability; at level 3 for the cross-entropy loss."""
    count = 2 if level == 1 else 3
    while True:
        scores = [draw.choice((-2, -1, 0, 1, 2, 3)) for _at in range(count)]
        if len(set(scores)) == count:
            break
    at = draw.randrange(count)
    powers = [math.exp(score) for score in scores]
    share = powers[at] / sum(powers)
    said = ", ".join(str(score).replace("-", "−") for score in scores)
    below = " + ".join(rf"e^{{{score}}}" for score in scores)
    working = (rf"\frac{{e^{{{scores[at]}}}}}{{{below}}} = {latex_number(share)}",)
    link = PageLink("layers", {"view": "last"})
    if level == 3:
        return Question(
            asks=message("The scores of a picture are {scores}; its true class is the one with score {score}. How "
                             "large is the cross-entropy loss (nats)? Two decimals.", scores=said, score=scores[at]),
            right=measured(-math.log(share), 2, (share, message("That is the probability; the loss is −ln of it.")),
                           (-math.log2(share), message("Take the natural logarithm, not that to base 2.")),
                           (-math.log10(share), message("Take the natural logarithm, not that to base 10.")),
                           (math.log(share), message("The loss is −ln: above 0."))),
            working=(*working, rf"-\ln {latex_number(share)} = {latex_number(-math.log(share))}"), link=link)
    return Question(
        asks=message("The scores of a picture are {scores}. Which probability does softmax give to the class with "
                         "score {score}? Two decimals.", scores=said, score=scores[at]),
        right=measured(share, 2, (1 / (1 + math.exp(-scores[at])), message("That is the sigmoid: it asks each class by "
                                                                           "itself.")),
                       (powers[at], message("Divide by the sum of all powers.")),
                       (1 / count, message("Only equal scores get equal shares."))),
        working=working, link=link)


def _in_brackets(value: float) -> str:
    return f"({latex_number(value)})" if value < 0 else latex_number(value)


KINDS = {
    "batch_norm": Kind(N_("Batch norm by hand"), 6, batch_norm),
    "dropout": Kind(N_("Dropout's mean"), 6, dropout_mean),
    "softmax": Kind(N_("Softmax and its loss"), 6, softmax),
}
