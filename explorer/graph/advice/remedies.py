"""Which advice can be followed at a click, and what the network is like then."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.errors import Message, SpecError
from explorer.graph.advice.base import Advice, Edit, Fix, Measured
from explorer.graph.advice.checks import advice, advice_on
from explorer.graph.advice.mending import MENDING
from explorer.graph.graph import Graph
from explorer.graph.report import Report, Row, analyse
from explorer.settings import settings


@dataclass(frozen=True, slots=True)
class Change:
    """A number, or a shape, that advice is about: before and after."""

    label: Message
    before: Measured
    after: Measured


@dataclass(frozen=True, slots=True)
class Remedy:
    """Advice that can be followed: what a button says, and the network after it.

    ``id``: by which `remedy` finds it again in the same network. ``layer``: the one to look at afterwards.
    ``after``: what follows for the network; the totals before are those of the report it was made for.
    ``change``: what the advice is about, where that is not the totals. ``says``: what there is to know besides.
    """

    id: str
    title: Message
    graph: Graph
    layer: str
    after: Report
    change: Change | None
    says: Message | None


def remedies(report: Report, piece: Advice) -> tuple[Remedy, ...]:
    """Return what can be done about a piece of advice on ``report``, the most thorough first.

    Each makes a network that can be computed as a whole, in which this is not advised any more.
    """
    found = (_remedy(report, piece, fix) for fix in piece.fixes)
    return tuple(one for one in found if one is not None)


def error_remedies(report: Report) -> tuple[Remedy, ...]:
    """Return what can be done about the first layer that cannot be computed; each makes a network that can."""
    row = _first_wrong(report)
    found = (_made(report, row.name, fix) for fix in MENDING) if row else ()
    return tuple(one for one in found if one is not None)


def remedy(report: Report, name: str) -> Remedy | None:
    """Return the remedy with the id ``name``; None where nothing in ``report`` asks for it."""
    row = _first_wrong(report)
    for fix in MENDING if row else ():
        if row and name == _id(row.name, fix):
            return _made(report, row.name, fix)
    for piece in advice(report):
        for fix in piece.fixes:
            if piece.node is not None and name == _id(piece.node, fix):
                return _remedy(report, piece, fix)
    return None


def _first_wrong(report: Report) -> Row | None:
    return next((row for row in report if row.error), None)


def _id(node: str, fix: Fix) -> str:
    return f"{fix.__name__}:{node}"


def _remedy(report: Report, piece: Advice, fix: Fix) -> Remedy | None:
    found = _made(report, piece.node, fix) if piece.node is not None else None
    return None if found is None or _is_said_again(piece, found.after) else found


def _made(report: Report, node: str, fix: Fix) -> Remedy | None:
    """Return what ``fix`` makes of a layer; None where it makes nothing, or a network that cannot be computed."""
    try:
        edit = fix(report[node], report)
        if edit is None or len(edit.graph) > settings().layers:
            return None
        after = analyse(edit.graph, report.input_shape)
    except SpecError:
        return None
    return Remedy(_id(node, fix), edit.title, edit.graph, edit.layer, after, _change(edit, report, after), edit.says)


def _is_said_again(piece: Advice, after: Report) -> bool:
    if piece.node is None or piece.node not in after.graph:
        return False
    return any(other.message.template == piece.message.template for other in advice_on(after[piece.node], after))


def _change(edit: Edit, report: Report, after: Report) -> Change | None:
    if edit.measured is None:
        return None
    label, measure = edit.measured
    before, then = measure(report), measure(after)
    return Change(label, before, then) if before is not None and then is not None and before != then else None
