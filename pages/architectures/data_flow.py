"""The picture of a block that plays in which order its layers are computed."""

from __future__ import annotations

from typing import Any

from explorer.graph import INPUT, Report, Row, shape_text
from explorer.milestones import waves
from pages.ui.components import component
from pages.ui.components.network_strip import strip_data
from pages.ui.components.stack_strip import label, stack_picture
from pages.ui.text import _, count_text

_mount = component.register("flow", parts=("strip",))


def data_flow(data: dict[str, Any], *, key: str) -> None:
    """Show what `flow_data` returns: a network as a strip that lights up in the order of computing, with a player."""
    _mount(key=key, data=data)


def flow_data(report: Report) -> dict[str, Any]:
    """Return what the component is given: picture, waves, what each line joins, and a sentence per wave."""
    order = waves(report)
    picture = stack_picture(report, selected=None, gaps=True)
    joined = picture.pop("gaps")[:len(picture["lines"])]
    words = {
        "back": _("One step back"), "next": _("One step on"), "play": _("Play"), "pause": _("Pause"),
        "line": _("Timeline"), "speed": _("Speed"), "rate": _("{rate} per second"),
        "step": _("Step {step} of {steps}")}
    return {"picture": strip_data(picture), "waves": [list(wave) for wave in order],
            "ends": [[gap["behind"], gap["before"]] for gap in joined],
            "told": [_told(report, wave) for wave in order], "words": words}


def _told(report: Report, wave: tuple[str, ...]) -> str:
    """Return what is computed in a wave: each layer that changes its maps, its shape and its cost."""
    if wave == (INPUT,):
        return _("The input: {shape}, channels × height × width.").format(shape=shape_text(report.input_shape))
    rows = [report[name] for name in wave if name != INPUT]
    main = [row for row in rows if row.layer.family not in ("normalisation", "activation")] or rows
    said = [_("{layer} gives {shape}").format(layer=_called(row), shape=shape_text(row.output_shape or ()))
            for row in main]
    macs = sum(row.macs for row in rows)
    cost = _("{count} multiply-adds.").format(count=count_text(macs)) if macs else _("No weights take part.")
    return _("{layers}. {cost}").format(layers=", ".join(said), cost=cost)


def _called(row: Row) -> str:
    """Return a layer's name and what it is, where its name does not say that."""
    kind = label(row.layer)
    return kind if row.layer.several_inputs else _("{name} ({kind})").format(name=row.name, kind=kind)
