"""Exercises on receptive fields: how far a unit sees, and which stack sees far enough."""

from __future__ import annotations

import math
import re
from random import Random

from explorer.errors import N_, message
from explorer.exercises.answers import AnswerOption, ChoiceAnswer, Slip, counted
from explorer.exercises.question import Kind, Level, Question
from explorer.exercises.stacks import field_side, listed, stack_link
from explorer.graph import Report, analyse, from_text

KERNEL = re.compile(r"\.k(\d)")
SIDE = 128
"""Of the input, px: larger than every field asked for."""


def receptive_field(draw: Random, level: Level) -> Question:
    """Ask for the receptive field of the last layer of a stack."""
    parts = _parts(draw, level)
    report = _report(parts)
    field = field_side(report)
    kernels = [int(KERNEL.findall(part)[0]) if "k" in part else 2 for part in parts]
    return Question(
        asks=message("How many px of the input does one unit of the last layer see, along one side?"),
        right=counted(field,
                      (1 + sum(kernel - 1 for kernel in kernels),
                       message("You forgot the strides: behind a stride of 2 each step is two px long.")),
                      (sum(kernels), message("Neighbouring windows overlap: a layer adds (kernel − 1) steps, not its "
                                             "kernel.")),
                      (math.prod(kernels), message("Fields do not multiply: a layer adds (kernel − 1) steps.")),
                      (field - 1, message("The first pixel counts: the field starts with 1."))),
        working=tuple(row.working["field"].lines[0] for row in report),
        shown=(listed(report.graph, report.input_shape),), link=stack_link(report.graph, report.input_shape))


def far_sighted(draw: Random, level: Level) -> Question:
    """Ask which of four stacks sees at least so many px."""
    while True:
        reports = [_report(_parts(draw, level)) for _at in range(4)]
        fields = [field_side(report) for report in reports]
        best = max(fields)
        if fields.count(best) == 1 and sorted(fields)[-2] < best - 1:
            break
    asked = draw.randint(sorted(fields)[-2] + 1, best)
    most = max(range(4), key=lambda at: len(reports[at].rows))
    at = fields.index(best)
    slips = (Slip(most, message("More layers do not always see farther: look at kernels and strides.")),) * (most != at)
    return Question(
        asks=message("In which of these stacks does a unit of the last layer see at least {asked} px along one "
                         "side?", asked=asked),
        right=ChoiceAnswer(tuple(AnswerOption(message("Stack {letter}", letter="ABCD"[place]),
                                        listed(report.graph, report.input_shape))
                                 for place, report in enumerate(reports)), at, slips),
        working=tuple(message("{letter} sees {field} px.", letter="ABCD"[place], field=field)
                      for place, field in enumerate(fields)),
        link=stack_link(reports[at].graph, reports[at].input_shape))


def _parts(draw: Random, level: Level) -> list[str]:
    count = {1: 2, 2: 3, 3: 4}[level] + draw.choice((0, 1))
    pieces = ["conv.o8.k3", "conv.o8.k5", "conv.o8.k3"]
    pieces += ["maxpool", "conv.o8.k3.s2"] if level > 1 else []
    pieces += ["conv.o8.k3.d2"] if level > 2 else []
    return [draw.choice(pieces) for _at in range(count)]


def _report(parts: list[str]) -> Report:
    return analyse(from_text("~".join(parts)), (3, SIDE, SIDE))


KINDS = {
    "receptive_field": Kind(N_("Receptive field of a stack"), 3, receptive_field),
    "far_sighted": Kind(N_("Which stack sees far enough?"), 3, far_sighted),
}
