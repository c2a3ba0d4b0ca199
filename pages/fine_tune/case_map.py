"""The four cases of transfer learning as a map, in step 3 of *Fine-tune*: where the reader's set stands, and what is
advised there and elsewhere."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import streamlit as st

from explorer import training
from explorer.errors import Message
from explorer.runtime import Task, tasks
from pages.fine_tune.state import extent, state
from pages.ui.components import component
from pages.ui.text import _, say
from pages.ui.training_words import learners_within

KEY = "ft_cases"
ADVISERS: tuple[training.Adviser, ...] = ("lecture", "app")

_mount = component.register("case_map")


def case_map(plan: training.Plan) -> None:
    """Show the map, with the point where the set of ``plan`` stands; asks again until its likeness is measured."""
    task = _measuring(plan)
    measuring = bool(task and task.state == "running")
    known = task.result if task else None
    _mount(key=KEY, data=map_data(plan, known or training.estimated_familiarity(plan.data), measuring=measuring),
           on_selected_change=component.noted)
    if measuring:
        st.fragment(_wait, run_every="1s")(plan)


def _wait(plan: training.Plan) -> None:
    task = _measuring(plan)
    if task and task.state != "running":
        st.rerun()


def take_advice() -> None:
    """Do in the reader's plan what was clicked on the map to cause this run; before anything is shown of the plan."""
    chosen = component.clicked(KEY, [f"{adviser}.{name}" for adviser in ADVISERS for name in training.QUARTERS])
    if chosen is None:
        return
    adviser, _dot, name = chosen.partition(".")
    state.make(lambda plan: training.advised_plan(plan, training.QUARTERS[name], adviser, pictures=extent(plan)[0]))


def map_data(plan: training.Plan, found: training.Familiarity, *, measuring: bool = False) -> dict[str, Any]:
    """Return what the component draws.

    Args:
        found: how like the pictures of the plan are to what its network knows.
        measuring: that is being measured, and what is ``found`` is an estimate until then.
    """
    pictures, classes = extent(plan)
    return {
        "own": {"size": round(pictures / max(1, classes)), "likeness": round(found.likeness, 2)},
        "edges": {"least": training.LEAST, "most": training.MOST, "few": training.SMALL, "alike": training.BORDER},
        "quarters": [_quarter(plan, quarter, pictures) for quarter in training.QUARTERS.values()],
        "how": _how(found, measuring=measuring),
        "words": {
            "lecture": _("Lecture"), "app": _("This app"), "name": _("Size of the set and its likeness to what the "
                                                                    "network knows: drag, or use the arrow keys"),
            "more": _("many pictures"), "fewer": _("few pictures"), "unlike": _("unlike what the network knows"),
            "alike": _("like what the network knows"), "back": _("Back to your set"), "take": _("Do this"),
            "told": _("{size} pictures per class, {likeness} % alike: {quarter}"),
            "own": _("Your set: {size} pictures per class, {likeness} % alike: {quarter}"),
            "followed": _("Your plan does this"), "source": _("Source: {source}"),
            "hint": _("Drag the point to see what would be advised for another set. Up: ten times the pictures at each "
                      "quarter of the height; {few} per class are many.").format(few=training.SMALL)}}


def _quarter(plan: training.Plan, quarter: training.Quarter, pictures: int) -> dict[str, Any]:
    titles = {"many_unlike": _("Many, unlike"), "many_alike": _("Many, alike"), "few_unlike": _("Few, unlike"),
              "few_alike": _("Few, alike")}
    sources: dict[training.Adviser, Message] = {"lecture": quarter.source, "app": quarter.app_source}
    advices: dict[training.Adviser, training.TrainingAdvice] = {"lecture": quarter.lecture, "app": quarter.app}
    return {"name": quarter.name, "title": titles[quarter.name],
            "differs": say(quarter.differs) if quarter.differs else "",
            "advice": {adviser: {"brief": _brief(advice, moves=adviser == "lecture" and quarter.lecture_moves),
                                 "says": say(advice.reason), "source": say(sources[adviser]),
                                 "followed": _follows(plan, quarter, adviser, pictures)}
                       for adviser, advice in advices.items()}}


def _brief(advice: training.TrainingAdvice, *, moves: bool) -> str:
    learns = learners_within(advice.how)
    if moves:
        return _("{learns}, with augmentation").format(learns=learns)
    gentle = advice.learning_rate < training.RATE
    return _("{learns}, a tenth of the rate").format(learns=learns) if gentle else learns


def _follows(plan: training.Plan, quarter: training.Quarter, adviser: training.Adviser, pictures: int) -> bool:
    """Say whether the plan trains what is advised, as fast, on pictures changed as advised."""
    advised = training.advised_plan(plan, quarter, adviser, pictures=pictures)
    return not plan.frozen and all(getattr(plan, name) == getattr(advised, name)
                                   for name in ("how", "learning_rate", "augmentation", "weights"))


def _how(found: training.Familiarity, *, measuring: bool) -> str:
    """Return how the likeness was found."""
    if found.distance is not None:
        return _("Likeness, measured: {pictures} of the pictures went through the network. The means and deviations in "
                 "its {layers} batch norms are {distance:.2f} deviations from those it remembers of its own training. "
                 "Noise and darkness are {farthest:.2f} from them; {half:.0f} % of that counts as half alike.").format(
                     half=100 * training.HALF, **asdict(found))
    guess = _("Likeness, estimated: from the kind of pictures alone, as photos or as drawn and written things.")
    return guess + " " + (_("It is being measured ...") if measuring else _("This network has no batch norms to "
                                                                           "measure it by."))


def _measuring(plan: training.Plan) -> Task[training.Familiarity] | None:
    """Return the measurement of the likeness for ``plan``, started if it has not been."""
    if not training.is_here(plan.data):
        return None
    alike = training.Plan(network=plan.network, data=plan.data, side=plan.side, fit=plan.fit, twins=plan.twins,
                          weights=plan.weights if plan.how != "scratch" else "DEFAULT", how="all")
    key = ("familiarity", alike)
    return tasks.find(key) or tasks.start(key, lambda _report: training.familiarity(alike))
