"""What the choices of *Fine-tune* are called, and what each means."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from explorer import training
from explorer.jobs import Job
from pages.ui.class_names import class_word
from pages.ui.pickers.weights import entry_of
from pages.ui.text import _

MOST_NAMED = 3
"""Most blocks that are all named."""


def strategies() -> dict[str, tuple[str, str]]:
    """Return title and meaning of what can learn."""
    return {
        "head": (_("Only the head"), _("The network's features stay; a new last layer learns to tell your classes "
                                       "apart. Fast: the frozen part is computed once.")),
        "last_blocks": (_("The last blocks"), _("Early blocks keep their edges and textures; later ones and the head "
                                                "adapt.")),
        "all": (_("Everything"), _("All layers adapt. Choosing it sets a tenth of the learning rate, so that they keep "
                                   "what they know.")),
        "two_phases": (_("First the head, then everything"), _("A third of the epochs for the head alone, so that its "
                                                               "first errors do not spoil the rest; then all layers "
                                                               "gently.")),
        "scratch": (_("From scratch"), _("Random weights. Needs many pictures and epochs; shows what pretraining is "
                                         "worth.")),
    }


def learners_within(how: str) -> str:
    """Return what learns, in the middle of a sentence."""
    return {"head": _("only the head"), "last_blocks": _("the last blocks"), "all": _("everything"),
            "two_phases": _("first the head, then everything"), "scratch": _("everything, from scratch")}[how]


def learners(how: str, frozen: Sequence[str]) -> str:
    """Return what learns in a plan, as far as it tells without its network: in two phases, in both."""
    if not frozen:
        return strategies()[how][0]
    return _("First the head, then blocks of your choice") if how == "two_phases" else _("Blocks of your choice")


def learners_by_name(how: str, learning: Sequence[str], frozen: Sequence[str]) -> str:
    """Return what learns where blocks were chosen one by one, in the middle of a sentence.

    Args:
        how: of the plan.
        learning, frozen: what the blocks with weights are called that learn, and that do not; the head learns always.
    """
    if not frozen:
        named = _("everything")
    elif not learning:
        named = _("only the head")
    elif len(learning) <= MOST_NAMED:
        named = _("{blocks} and the head").format(blocks=", ".join(learning))
    elif len(frozen) <= MOST_NAMED:
        named = _("all but {blocks}").format(blocks=", ".join(frozen))
    else:
        named = _("{count} of {total} blocks and the head").format(count=len(learning),
                                                                   total=len(learning) + len(frozen))
    return _("first the head, then {named}").format(named=named) if how == "two_phases" else named


def fits() -> dict[str, str]:
    """Return how pictures become squares."""
    return {"crop": _("the square in the middle"), "borders": _("all of it, between borders")}


def twins() -> dict[str, str]:
    """Return what is done with pictures that are there twice."""
    return {"left_out": _("left out"), "kept": _("used")}


def optimisers() -> dict[str, str]:
    """Return the optimisers' names."""
    return {"adamw": "AdamW", "adam": "Adam", "sgd": _("SGD with Nesterov's momentum")}


def schedules() -> dict[str, str]:
    """Return the schedules' names."""
    return {"one_cycle": _("up, then down to 0 (one cycle)"), "cosine": _("down to 0 along a cosine"),
            "constant": _("constant"), "rise_stay_fall": _("up, constant, down to 0")}


def precisions() -> dict[str, str]:
    """Return the precisions' names."""
    return {"auto": _("the faster one, measured"), "float32": "float32", "bfloat16": _("bfloat16 where it helps")}


def starts() -> dict[str, str]:
    """Return the names of weights to start from that say little by themselves."""
    return {"DEFAULT": _("the network's usual ones"), "random": _("random"), "best": _("of the best epoch"),
            "last": _("of the last epoch")}


def changes() -> dict[str, str]:
    """Return the random changes to pictures in a word each, by the fields of ``Augmentation``."""
    return {"flip": _("mirrored"), "vertical": _("upside down"), "crop": _("shift"), "zoom": _("zoom"),
            "rotate": _("rotation"), "shear": _("shear"), "grayscale": _("grey"),
            "blur": _("blur"), "brightness": _("brightness"), "contrast": _("contrast"),
            "saturation": _("saturation"), "hue": _("hue"), "rand_augment": "RandAugment", "preset": _("recipe")}


def class_names(data: str, categories: Sequence[str]) -> list[str]:
    """Return the names of classes in the reader's language; those of a reader's own pictures stay as they are.

    Args:
        data: the set, as in a plan.
        categories: as they stand in the set.
    """
    return [class_word(name) if data in training.SETS else name for name in categories]


ICONS = {"queued": ":material/schedule:", "running": ":material/play_circle:", "stopped": ":material/stop_circle:",
         "done": ":material/check_circle:", "failed": ":material/error:"}
ACTIVE = ("queued", "running")


def title(job: Job) -> str:
    """Return the job's name, or what it trains where it has none."""
    return job.title or str(job.plan.get("network", job.id)).split("/")[-1][:40]


def titles(jobs: Sequence[Job]) -> dict[str, str]:
    """Map the jobs' ids to names that differ: of those called alike, the later ones are numbered."""
    found: dict[str, str] = {}
    for job in sorted(jobs, key=lambda job: job.created):
        name, count = title(job), 2
        while name in found.values():
            name, count = _("{title} ({number})").format(title=title(job), number=count), count + 1
        found[job.id] = name
    return found


def state_text(job: Job) -> str:
    """Return the job's state in words."""
    if job.state == "queued":
        if not job.place:
            return _("waits")
        if job.wait_s is None:
            return _("waits, number {place} in the queue").format(place=job.place)
        return _("waits, number {place} in the queue, starts {soon}").format(place=job.place, soon=soon(job.wait_s))
    return {"running": _("running"), "stopped": _("stopped"), "done": _("done"), "failed": _("failed")}[job.state]


def waiting_text(job: Job) -> str:
    """Return in a sentence that a job waits, and for what, as far as that is known."""
    if not job.place:
        return _("It waits.")
    if job.wait_s is None:
        return _("It waits, number {place} in the queue.").format(place=job.place)
    return _("It waits, number {place} in the queue, starts {soon}. Short trainings of others may still go "
             "first.").format(place=job.place, soon=soon(job.wait_s))


def is_busy(jobs: Iterable[Job]) -> bool:
    """Say whether any of ``jobs`` waits or runs, so that it may change by itself."""
    return any(job.state in ACTIVE for job in jobs)


def duration(seconds: float) -> str:
    """Return a time span with its unit."""
    if seconds < 90:
        return _("{seconds:.0f} s").format(seconds=seconds)
    if seconds < 5400:
        return _("{minutes:.0f} min").format(minutes=seconds / 60)
    return _("{hours:.1f} h").format(hours=seconds / 3600)


def soon(seconds: float) -> str:
    """Return in how long something will be, in the middle of a sentence; never more exact than it is known."""
    if seconds < 10:
        return _("in a moment")
    return _("in about {span}").format(span=duration(10 * round(seconds / 10) if seconds < 90 else seconds))


def ago(moment: float) -> str:
    """Return how long ago a moment, in seconds since 1970, was."""
    passed = max(0.0, time.time() - moment)
    return _("just now") if passed < 45 else _("{span} ago").format(span=duration(passed))


def settings_of(plan: Mapping[str, Any]) -> dict[str, str]:
    """Return the settings of a plan by what readers call them; augmentation as one line."""
    names = {"data": _("data set"), "network": _("network"), "weights": _("weights to start from"),
             "side": _("side, px"), "how": _("what learns"), "frozen": _("frozen blocks"), "optimiser": _("optimiser"),
             "schedule": _("schedule"), "learning_rate": _("learning rate, highest"),
             "second_rate": _("learning rate of phase 2, 0: a tenth"), "momentum": _("momentum"),
             "weight_decay": _("weight decay"), "label_smoothing": _("label smoothing"), "epochs": _("epochs"),
             "batch_size": _("batch size"), "class_weights": _("class weights"),
             "early_stopping": _("early stopping, epochs"), "precision": _("precision"), "seed": _("seed"),
             "augmentation": _("augmentation"), "fit": _("pictures that are not square"),
             "twins": _("pictures that are there twice")}
    found = {title: _named(name, plan[name]) for name, title in names.items() if name in plan}
    if str(plan.get("data", "")).startswith("scenes/"):
        found |= _scenes(plan.get("scenes", {}))
    if plan.get("frozen") and plan.get("how") in strategies():
        found[names["how"]] = learners(plan["how"], plan["frozen"])
    return found


def _scenes(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the settings of scenes by what their controls call them."""
    names = {"pictures": _("scenes"), "least": _("things, at least"), "most": _("things, at most"),
             "kinds": _("kinds of things"), "smallest": _("size, at least"), "largest": _("size, at most"),
             "overlap": _("overlap, at most"), "noise": _("noise, at most"), "grounds": _("ground"),
             "first": _("seed of the first scene")}
    return {title: _written(settings[name]) for name, title in names.items() if name in settings}


def _named(name: str, value: Any) -> str:
    """Return a setting as its control calls it."""
    if name == "data":
        return _(training.SETS[value].title) if value in training.SETS else _("Your pictures")
    if name == "network":
        entry = entry_of(value)
        kind = str(value).partition("/")[0]
        return entry.title if entry else {"stack": _("your stack"), "job": _("an earlier job"),
                                                   "onnx": _("your network")}.get(kind, kind)
    titles: dict[str, str] = {"how": {strategy: told for strategy, (told, _meaning) in strategies().items()},
                              "optimiser": optimisers(), "schedule": schedules(), "precision": precisions(),
                              "fit": fits(), "twins": twins(), "weights": starts()}.get(name, {})
    return titles.get(value, value) if titles else _written(value)


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        on = [_("{change} {amount}").format(change=changes().get(name, name),
                                              amount=_("as the networks of this app") if part == "bundled"
                                              else _written(part))
              for name, part in value.items() if part]
        return ", ".join(on) or _("off")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or _("none")
    if isinstance(value, bool):
        return _("on") if value else _("off")
    return f"{value:g}" if isinstance(value, float) else str(value)
