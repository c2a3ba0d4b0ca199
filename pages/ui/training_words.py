"""What the choices of *Fine-tune* are called, and what each means."""

from __future__ import annotations

from pages.ui.text import _


def ways() -> dict[str, tuple[str, str]]:
    """Return title and meaning of what can learn."""
    return {
        "head": (_("Only the head"), _("The network's features stay; a new last layer learns to tell your classes "
                                       "apart. Fast: the frozen part is computed once.")),
        "last_blocks": (_("The last blocks"), _("Early blocks keep their edges and textures; later ones and the head "
                                                "adapt.")),
        "all": (_("Everything, gently"), _("All layers adapt, at a tenth of the learning rate, so that they keep what "
                                           "they know.")),
        "two_phases": (_("First the head, then everything"), _("A third of the epochs for the head alone, so that its "
                                                               "first errors do not spoil the rest; then all layers "
                                                               "gently.")),
        "scratch": (_("From scratch"), _("Random weights. Needs many pictures and epochs; shows what pretraining is "
                                         "worth.")),
    }


def optimisers() -> dict[str, str]:
    """Return the optimisers' names."""
    return {"adamw": "AdamW", "adam": "Adam", "sgd": _("SGD with Nesterov's momentum")}


def schedules() -> dict[str, str]:
    """Return the schedules' names."""
    return {"one_cycle": _("one cycle: up, then down to 0"), "cosine": _("cosine, down to 0"),
            "constant": _("constant"), "rise_stay_fall": _("rise, stay, fall")}


def precisions() -> dict[str, str]:
    """Return the precisions' names."""
    return {"auto": _("the faster one, measured"), "float32": "float32", "bfloat16": _("bfloat16 where it helps")}
