"""The numbers of a stack with changes that are not made yet, for the desk while a slider is moved."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from explorer.errors import ExplorerError
from explorer.graph import Convention, Report, analyse, shape_to_text, to_pytorch, to_text
from explorer.settings import settings
from pages.build_stack.beside import LONGEST
from pages.build_stack.compared_words import totals_than
from pages.build_stack.layer_changes import CHANGES
from pages.build_stack.messages import MOST, NonsenseError
from pages.build_stack.picture_edits import folds, opened_blocks
from pages.build_stack.state import Build, BuildCodec, first_build
from pages.build_stack.working_card import notes_data, working_data
from pages.ui import previews
from pages.ui.components.layer_table import COLUMNS, table_data
from pages.ui.components.stack_strip import picture_alone
from pages.ui.text import language, say, spoken_in

NAME = "build_stack"


def question(stack: Build, convention: Convention, *, picked: str, code: bool) -> dict[str, Any]:
    """Return what a browser sends back with changes to ask what would become of ``stack``."""
    return {"stack": to_text(stack.graph), "input": shape_to_text(stack.input_shape), "layer": stack.selected,
            "picked": picked, "flops": convention.operation == "FLOP", "bias": convention.bias,
            "megabytes": convention.memory == "MB", "slide": convention.letters == "slide", "code": code,
            "folds": folds(), "opened": sorted(opened_blocks()), "with": stack.beside, "language": language()}


def numbers(report: Report, convention: Convention, *, selected: str, picked: str, code: bool,
            preset: str | None = None, beside: str = "") -> dict[str, Any]:
    """Return all numbers and sentences of the desk, without its picture and its controls.

    ``beside``: what the totals are held against, see `beside`.
    """
    row = report[selected] if selected in report.graph else None
    return {
        "table": table_data(report, convention, selected=selected, picked=picked,
                            than=totals_than(report, convention, beside)),
        "working": working_data(report, convention, selected=selected, picked=picked),
        "notes": notes_data(report, convention, selected=selected, preset=preset),
        "error": say(row.error) if row and row.error else "",
        "code": _code(report) if code else {"open": False, "text": "", "refused": ""},
    }


def preview(asked: object) -> dict[str, Any] | None:
    """Return the numbers of the stack of a question after its changes; None: the question makes no sense."""
    if not isinstance(asked, dict) or not all(isinstance(asked.get(name), str) for name in BuildCodec.names[:3]):
        return None
    messages = asked.get("all")
    if not isinstance(messages, list) or len(messages) > MOST or len(asked["stack"]) > settings().text_chars:
        return None
    with spoken_in(asked.get("language")):
        try:
            stack = _stack(asked["stack"], asked["input"], asked["layer"])
            for message in messages:
                stack = _changed(stack, message)
            report = analyse(stack.graph, stack.input_shape, partial=True)
            picked, beside = asked.get("picked"), asked.get("with")
            return {"picture": _picture(report, stack.selected, asked)} | numbers(
                report, _convention(asked), selected=stack.selected, code=asked.get("code") is True,
                picked=picked if picked in COLUMNS else "params",
                beside=beside[:LONGEST] if isinstance(beside, str) else "")
        except (ExplorerError, NonsenseError):
            return None


@lru_cache(maxsize=64)
def _stack(text: str, shape: str, layer: str) -> Build:
    """Return what a link describes; kept, since all questions of one movement are about the same."""
    return BuildCodec().read({"stack": text, "input": shape, "layer": layer}, first_build())[0]


def _changed(stack: Build, message: object) -> Build:
    change = CHANGES.get(str(message.get("do"))) if isinstance(message, dict) else None
    if change is None or not isinstance(message, dict):
        raise NonsenseError
    return change(stack, message)


def _convention(asked: dict[str, Any]) -> Convention:
    return Convention(operation="FLOP" if asked.get("flops") is True else "MAC", bias=asked.get("bias") is True,
                      memory="MB" if asked.get("megabytes") is True else "MiB",
                      letters="slide" if asked.get("slide") is True else "torch")


def _picture(report: Report, selected: str, asked: dict[str, Any]) -> dict[str, Any]:
    wanted, opened = asked.get("folds"), asked.get("opened")
    known = [one for one in opened if isinstance(one, str)] if isinstance(opened, list) else []
    return picture_alone(report, selected, wanted=wanted if isinstance(wanted, bool) else None, opened=known)[0]


def _code(report: Report) -> dict[str, Any]:
    try:
        return {"open": True, "text": to_pytorch(report.graph, report.input_shape, say=say), "refused": ""}
    except ExplorerError as error:
        return {"open": True, "text": "", "refused": say(error.message)}


previews.offer(NAME, preview)
