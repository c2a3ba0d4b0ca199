"""The table of a network's layers: every number can be picked, and its working is shown beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from explorer.graph import INPUT, Convention, Counts, Report, Row, shape_text
from explorer.runtime import size_text
from pages.ui.components import component
from pages.ui.text import _, count_text, share_text
from pages.ui.words import help_of

COLUMNS = ("name", "shape", "params", "macs", "memory", "field")

_mount = component.register("layer_table")


def report_table(report: Report, convention: Convention, *, selected: str, picked: str, key: str) -> None:
    """Show totals and a row per layer; a click in it is read by `clicked_cell` in the run that it causes.

    Args:
        report: what is shown; layers that could not be computed are marked.
        convention: how operations and memory are counted.
        selected: name of the selected layer, or ``"input"``.
        picked: column whose working is open.
        key: the component's key.
    """
    number_table(table_data(report, convention, selected=selected, picked=picked), key=key)


def table_data(report: Report, convention: Convention, *, selected: str, picked: str,
               than: Sequence[str] = ()) -> dict[str, Any]:
    """Return that table as `number_table`, or a component that it is part of, is given it.

    ``than``: of parameters, operations and activations, what stands below each: how much more another network has.
    """
    totals = Counts(report.params, report.macs)
    rows = [_input_row(report), *(_row(row, totals, convention) for row in report)]
    return {"words": {"name": _("Layers, their shapes and what they cost")}, "columns": _columns(convention),
            "rows": rows, "totals": _beside(_totals(report, convention), than), "selected": selected, "picked": picked}


def number_table(data: dict[str, Any], *, key: str) -> None:
    """Show any table of layers: ``words``, ``columns``, ``rows``, ``totals``, ``selected`` and ``picked`` as above.

    A row's ``told`` gives the tooltips of its cells, by column, where they have one.
    """
    _mount(key=key, data=data, on_selected_change=component.noted)


def clicked_cell(key: str, names: Iterable[str], columns: Iterable[str] = COLUMNS) -> tuple[str, str] | None:
    """Return the layer and the column that were clicked to cause this run, or None; checked against both lists."""
    cells = {f"{name}|{column}": (name, column) for name in names for column in columns}
    return cells.get(component.clicked(key, cells))


def largest_share(report: Report) -> tuple[Row, float] | None:
    """Return the layer with the most parameters and its share of all, 0 to 1; None where nothing is learned."""
    if not report.params:
        return None
    row = max(report.rows, key=lambda row: row.params)
    return row, row.params / report.params


def _columns(convention: Convention) -> list[dict[str, str]]:
    flops = convention.operation == "FLOP"
    counted = {
        (False, False): _("Multiply-adds (MACs) of convolutions and linear layers, without bias; the bar is the "
                          "layer's share of all"),
        (False, True): _("Multiply-adds (MACs) of convolutions and linear layers, bias counted; the bar is the layer's "
                         "share of all"),
        (True, False): _("Operations (FLOPs: multiplications and additions) of convolutions and linear layers, without "
                         "bias; the bar is the layer's share of all"),
        (True, True): _("Operations (FLOPs: multiplications and additions) of convolutions and linear layers, bias "
                        "counted; the bar is the layer's share of all"),
    }[flops, convention.bias]
    return [
        {"id": "name", "title": _("Layer"), "help": _("Click a layer to change it")},
        {"id": "shape", "title": _("Output shape"), "help": _("Channels × height × width")},
        {"id": "params", "title": _("Parameters"), "help": _("Learned values; the bar is the layer's share of all")},
        {"id": "macs", "title": _operations(convention), "help": f"{help_of('FLOPs' if flops else 'MACs')}\n{counted}"},
        {"id": "memory", "title": _("Memory"), "help": _("Output in float32, for one picture")},
        {"id": "field", "title": _("Receptive field (px)"), "help": help_of("Receptive field")},
    ]


def _operations(convention: Convention) -> str:
    return _("FLOPs") if convention.operation == "FLOP" else _("MACs")


def _input_row(report: Report) -> dict[str, Any]:
    cells = [_("input"), shape_text(report.input_shape), "", "", "", "1" if len(report.input_shape) > 1 else ""]
    return {"name": INPUT, "kind": "input", "known": True, "wrong": False, "cells": cells, "shares": {}}


def _row(row: Row, totals: Counts, convention: Convention) -> dict[str, Any]:
    known = row.output_shape is not None
    cells = [row.name, *(_numbers(row, convention) if known else ["–"] * 5)]
    return {"name": row.name, "kind": row.layer.family, "known": known, "wrong": row.error is not None, "cells": cells,
            "shares": _shares(row, totals), "told": _shortened(row, convention)}


def _shortened(row: Row, convention: Convention) -> dict[str, str]:
    """Return in full what the table shows shortened, by column: all digits of counts, what units see."""
    counts = {"params": row.params, "macs": convention.operations(row.counts)}
    told = {column: f"{count:,}" for column, count in counts.items() if count_text(count) != f"{count:,}"}
    return told | ({"field": sees_text(row)} if row.sees_all else {})


def _shares(row: Row, totals: Counts) -> dict[str, float]:
    """Return the layer's share of all parameters and operations, 0 to 1: the bars behind these numbers."""
    return {"params": row.params / (totals.params or 1), "macs": row.macs / (totals.macs or 1)}


def _numbers(row: Row, convention: Convention) -> list[str]:
    return [shape_text(row.output_shape or ()), count_text(row.params), count_text(convention.operations(row.counts)),
            size_text(row.activation_bytes, convention.memory), field_text(row)]


def field_text(row: Row) -> str:
    """Return the side of a row's receptive field for a table, px; both sides where they differ, a dash without any.

    Where each unit sees the whole input through a global branch, it says so, with the field of the windows alone.
    """
    sizes = _sizes(row)
    return _("whole · {size}").format(size=sizes) if row.sees_all else sizes


def sees_text(row: Row) -> str:
    """Return what a unit of a row sees, as part of a sentence, with its unit."""
    if row.sees_all:
        return _("the whole picture (its convolutions alone: {size} px)").format(size=_sizes(row))
    return _("{size} px").format(size=_sizes(row))


def _sizes(row: Row) -> str:
    fields = row.local_fields if row.sees_all else row.fields
    sizes = [field.size for field in fields or ()]
    if not sizes:
        return "–"
    return f"{sizes[0]}" if len(set(sizes)) == 1 else " × ".join(map(str, sizes))


def _totals(report: Report, convention: Convention) -> list[dict[str, str]]:
    return [
        {"label": _("Parameters"), "value": count_text(report.params),
         "help": _("Learned values: {count}").format(count=f"{report.params:,}")},
        {"label": _operations(convention), "value": count_text(report.operations(convention)),
         "help": f"{report.operations(convention):,}"},
        {"label": _("Activations"), "value": size_text(report.activation_bytes, convention.memory),
         "help": _("Outputs of all layers together, in float32, for one picture")},
        _largest(report),
    ]


def _beside(totals: list[dict[str, str]], than: Sequence[str]) -> list[dict[str, str]]:
    return [total | {"than": told} for total, told in zip(totals, than, strict=False)] + totals[len(than):]


def _largest(report: Report) -> dict[str, str]:
    found = largest_share(report)
    if not found:
        return {"label": _("Largest share"), "value": "–", "help": _("No layer learns anything")}
    row, share = found
    return {"label": _("Largest: {layer}").format(layer=row.name), "value": share_text(share),
            "help": _("{layer} holds the most parameters: {count} of {total}").format(
                layer=row.name, count=f"{row.params:,}", total=f"{report.params:,}")}
