"""What can be done about a hint at a click: the buttons, each with the numbers before and after, and what they do."""

from __future__ import annotations

from typing import Any

from explorer.graph import Advice, Convention, Remedy, Report, analyse, error_remedies, remedies, remedy, shape_text
from pages.build_stack.messages import Message, NonsenseError, answers, text_in
from pages.build_stack.state import put, state
from pages.ui.text import _, count_text, say


def deeds(report: Report, piece: Advice, convention: Convention) -> list[dict[str, Any]]:
    """Return the buttons of a piece of advice: what each says, what changes by it, and the message that it sends."""
    return [_deed(one, _changes(report, one, convention)) for one in remedies(report, piece)]


def mending_deeds(report: Report) -> list[dict[str, Any]]:
    """Return the buttons of the first error of a network, with what comes out then; before, there are no totals."""
    return [_deed(one, [_("Output: {shape}").format(shape=shape_text(one.after.output_shape or ())),
                        _("Parameters: {count}").format(count=count_text(one.after.params))])
            for one in error_remedies(report)]


def _deed(one: Remedy, changes: list[str]) -> dict[str, Any]:
    return {"label": say(one.title), "says": say(one.says) if one.says else "", "changes": changes,
            "message": {"do": "follow", "remedy": one.id}}


@answers("follow")
def _followed(said: Message) -> None:
    """Do what a remedy does, as one change that can be taken back."""
    stack = state.now
    found = remedy(analyse(stack.graph, stack.input_shape, partial=True), text_in(said, "remedy"))
    if found is None:
        raise NonsenseError
    put(found.graph, select_name=found.layer)


def _changes(report: Report, one: Remedy, convention: Convention) -> list[str]:
    """Return the numbers that change, before and after: what the advice is about first, then the totals."""
    operations = _("FLOPs") if convention.operation == "FLOP" else _("MACs")
    totals = [(_("Parameters"), report.params, one.after.params),
              (operations, report.operations(convention), one.after.operations(convention))]
    found = [(title, count_text(before), count_text(after)) for title, before, after in totals if before != after]
    if one.change:
        found.insert(0, (say(one.change.label), _measured(one.change.before), _measured(one.change.after)))
    said = [_("{what}: {before} → {after}").format(what=what, before=before, after=after)
            for what, before, after in found]
    return said or [_("Parameters and operations stay as they are.")]


def _measured(value: int | tuple[int, ...]) -> str:
    return shape_text(value) if isinstance(value, tuple) else count_text(value)
