"""The component that shows a kernel on its way: what it is told with the page, and what it asks past it."""

from __future__ import annotations

import base64
import math
from typing import Any

import numpy as np

from explorer.convolution import kernel_learning
from explorer.errors import ExplorerError
from explorer.figures import DIVERGING, SEQUENTIAL, colour_table, hatches, packed
from explorer.numbers import number
from pages.ui import previews
from pages.ui.components import component
from pages.ui.grey_photo import GreyPhoto
from pages.ui.learned_kernel.settings import CODEC, KernelLearning, chosen
from pages.ui.text import _, language, spoken_in

PHOTO_SIDE = 64
"""Longer side of a photo that a kernel learns on, px."""
DONE = 0.01
"""Share of the error at which learning counts as done."""

_mount = component.register("kernel_descent")


def task_of(now: KernelLearning, photo: GreyPhoto | None) -> kernel_learning.KernelTask:
    """Return what is to be learned.

    Raises:
        ShapeError: the photo is smaller than the kernel, or all of its pixels are the same.
    """
    picture = (kernel_learning.pattern(now.learn_on) if photo is None else
               kernel_learning.standardised(photo.values))
    return kernel_learning.KernelTask(picture, now.kernel, summed=now.learn_on == "book")


def plan_of(now: KernelLearning) -> kernel_learning.DescentPlan:
    """Return how it is learned."""
    return kernel_learning.DescentPlan(rate=now.learn_rate, momentum=now.learn_momentum, batch=now.learn_batch,
                                       steps=now.learn_steps, seed=now.learn_seed)


def run_data(task: kernel_learning.KernelTask, now: KernelLearning) -> dict[str, Any]:
    """Return the way of the weights as ``Sent`` of ``components/kernel_descent/model.js`` has it."""
    found = kernel_learning.descend(task, plan_of(now))
    numbers = np.concatenate([found.weights.ravel(), found.losses, found.gradients.ravel()]).astype("<f4")
    exploded = found.exploded
    return {"steps": len(found.gradients), "numbers": base64.b64encode(numbers.tobytes()).decode(),
            "firsts": base64.b64encode(found.firsts.astype("<u2").tobytes()).decode(), "batch": found.batch,
            "limit": task.largest_rate(now.learn_momentum), "exploded": -1 if exploded is None else exploded,
            "lines": sentences(task, now, found)}


def sentences(task: kernel_learning.KernelTask, now: KernelLearning, found: kernel_learning.KernelDescent) -> list[str]:
    """Return why the run goes as it does, with the numbers."""
    rate, momentum, bend = now.learn_rate, now.learn_momentum, number(float(task.bends[-1]), 3)
    limit = task.largest_rate(momentum)
    said = [_("In its steepest direction the loss bends by {bend}. Rates below 2 · (1 + {momentum}) / {bend} = {limit} "
              "go down to the bottom, larger ones explode.").format(bend=bend, momentum=number(momentum),
                                                                  limit=number(limit, 3))]
    factor = task.factor(rate, momentum)
    if rate > limit:
        said.append(_("The rate {rate} is too large: each step shoots over the bottom and lands {factor} times as far "
                      "away on the other side.").format(rate=number(rate), factor=number(factor, 3)))
    elif found.exploded is not None:
        said.append(_("The limit holds for all cells together. A batch of {batch} can be steeper, and here one was: it "
                      "explodes all the same.").format(batch=found.batch))
    else:
        said.append(_patience(task, now, factor))
    if task.flat:
        said.append(_("{flat} of {all} directions of the kernel change nothing on this picture: the result becomes "
                      "right, and the kernel need not become the target.").format(flat=task.flat, all=task.target.size))
    if found.batch < task.cells:
        said.append(_("Each step looks at {batch} of {cells} cells, drawn by chance, so it points only roughly "
                      "downhill.").format(batch=found.batch, cells=f"{task.cells:,}"))
    return said


def _patience(task: kernel_learning.KernelTask, now: KernelLearning, factor: float) -> str:
    """Return how fast the error shrinks in the steepest direction, in the flattest that counts, and in the end."""
    factors = [task.factor(now.learn_rate, now.learn_momentum, bend=float(bend)) for bend in task.bends[task.flat:]]
    slowest = max(factors)
    waited = math.ceil(math.log(DONE) / math.log(slowest)) if 0 < slowest < 1 else 1
    return _("A step leaves {factor} of the error in the steepest direction and {flat} in the flattest; the slowest of "
             "all takes {steps} steps until 1 % of it is left.").format(
                 factor=number(factor, 2), flat=number(factors[0], 3), steps=f"{waited:,}")


def mount(now: KernelLearning, photo: GreyPhoto | None, *, key: str) -> None:
    """Show the component.

    Raises:
        ShapeError: nothing can be learned on the photo.
    """
    _mount(key=key, data=packed_descent(now, photo), on_selected_change=component.noted)


def packed_descent(now: KernelLearning, photo: GreyPhoto | None) -> bytes:
    """Return what is shown as ``receive`` of ``components/kernel_descent/index.js`` reads it."""
    task = task_of(now, photo)
    header = {
        "sides": task.picture.shape, "shape": task.target.shape, "summed": task.summed, "hatched": hatches(),
        "fixed": now.learn_on == "book", "rate": now.learn_rate, "batch": now.learn_batch,
        "momentum": now.learn_momentum, "seed": now.learn_seed, "at": now.learn_at, "pair": list(now.pair),
        "chosen": chosen(now), "run": run_data(task, now), "words": _words(summed=task.summed),
        "asks": {"name": NAME, "language": language(), "settings": CODEC.write(now),
                 "photo": None if photo is None else photo.sent()}}
    return packed(header, [task.picture, task.target, task.wanted, task.curvature, colour_table(DIVERGING),
                                   colour_table(SEQUENTIAL)])


def _preview(asked: object) -> dict[str, Any] | None:
    if not isinstance(asked, dict) or not isinstance(asked.get("settings"), dict):
        return None
    link = {name: text for name, text in asked["settings"].items() if isinstance(text, str)}
    now, _problems = CODEC.read(link, KernelLearning())
    with spoken_in(asked.get("language")):
        try:
            photo = GreyPhoto.read(asked.get("photo"), PHOTO_SIDE) if now.learn_on == "photo" else None
            return run_data(task_of(now, photo), now)
        except (ExplorerError, ValueError):
            return None


NAME = "kernel_descent"
previews.offer(NAME, _preview)


def _words(*, summed: bool) -> dict[str, str]:
    return {
        "back": _("One step back"), "next": _("One step on"), "play": _("Play"), "pause": _("Pause"),
        "line": _("Step of the descent"), "speed": _("Speed"), "rate": _("{rate} per second"),
        "again": _("Another start"), "learn": _("Learn"), "picture": _("Picture"),
        "kernel": _("Kernel that learns"), "result": _("Its result"), "error": _("Its error"),
        "target": _("Target kernel"), "wanted": _("Target's result"),
        "eta": _("Learning rate η: {value}"), "batch": _("Batch: {value}"), "momentum": _("Momentum β: {value}"),
        "all": _("all {cells} cells"), "limit": _("From {limit} on it explodes"),
        "cell": _("Row {row}, column {column}: {value}; target {target}. Click to see its sum."),
        "own": _("Weight of the target in row {row}, column {column}"), "steps": _("steps"),
        "curve": _("Loss: sum of squared errors") if summed else _("Loss: mean of squared errors"),
        "bowl": _("Loss over {one} and {two}: {low} to {high}"),
        "others": _("All other weights stay as they are at this step. Dark is low; the cross is the target."),
        "told": _("step {step} of {steps}: loss {loss}"),
        "exploded": _("It explodes: after step {step} the loss was ten times the first one, and now it is {loss}."),
        "formula": _("The sum behind {weight}: e is the error of a cell, x what the weight reads for it. The weight "
                     "farthest from its target is {away} away."),
        "keys": _("Arrow keys go a step, the space bar plays."),
    }
