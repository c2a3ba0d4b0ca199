"""What the component ``network_walk`` is given: the network once, its maps in bytes, and where the reader is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer import networks
from explorer.figures import DIVERGING, SEQUENTIAL, colour_table, field_numbers, hatches, packed
from explorer.graph import INPUT, WalkStep
from pages.pixel_to_class.walk_words import kind_text, step_text, words
from pages.ui.class_names import class_texts
from pages.ui.text import _, language

SHOWN_CLASSES = 10
Block = tuple[dict[str, Any], list[NDArray[Any]]]
"""A header, and the arrays that it tells of."""


def walk_block(network: networks.Network, prepared: networks.NetworkInput, more: Mapping[str, Any]) -> bytes:
    """Return all that the component is given, as ``unpack`` of its ``data.js`` reads it.

    Args:
        network: that is walked through.
        prepared: the picture as it gets it.
        more: where the reader is, and what else the header tells.

    Raises:
        ExplorerError: see :func:`explorer.networks.run`.
    """
    columns = networks.columns_of(network)
    header, arrays = maps_block(network, prepared, [column.steps[-1].name for column in columns])
    places = {INPUT: -1} | {name: place for place, name in enumerate(networks.steps_of(network))}
    told = {
        **header, **more, "language": language(), "words": words(), "hatched": hatches(),
        "columns": [{"label": column.label, "steps": [_step(network, step, places) for step in column.steps]}
                    for column in columns],
        "input": list(network.input_shape), "size": list(prepared.pixels.shape[:2])}
    return packed(told, [*arrays, prepared.pixels, colour_table(SEQUENTIAL), colour_table(DIVERGING)])


def maps_block(network: networks.Network, prepared: networks.NetworkInput, names: Iterable[str]) -> Block:
    """Return the maps of some steps in bytes, and the likeliest classes: ends of scales first, then all bytes."""
    wanted = list(names)
    maps = networks.all_maps(network, prepared.values, [*wanted, network.graph.output])
    small = {name: networks.small_maps(maps[name]) for name in wanted}
    header = {"packs": [{"name": name, "size": list(one.levels.shape), "step": one.step}
                        for name, one in small.items()],
              "classes": _classes(network, maps[network.graph.output])}
    ends = np.concatenate([np.zeros(0, np.float32), *(end for one in small.values() for end in (one.low, one.high))])
    levels = np.concatenate([np.zeros(0, np.uint8), *(one.levels.ravel() for one in small.values())])
    return header, [ends, levels]


def _classes(network: networks.Network, row: NDArray[np.float32]) -> list[dict[str, Any]]:
    """Return the likeliest classes, or all where they are few, with their shares; none of a network that names none."""
    if network.task != "classify" or row.shape[1:] != (1, 1):
        return []
    shares = networks.shares(network, row.ravel())
    names = class_names(network, len(shares))
    few = len(shares) <= SHOWN_CLASSES
    chosen = range(len(shares)) if few else np.argsort(-shares)[:SHOWN_CLASSES].tolist()
    return [{"place": int(place), "name": names[place], "share": float(shares[place])} for place in chosen]


def class_names(network: networks.Network, count: int) -> tuple[str, ...]:
    """Return what readers call the outputs of a classifier."""
    if len(network.categories) == count or networks.says_yes_or_no(network):
        names = class_texts(networks.answer_names(network))
        if len(names) == count:
            return names
    return tuple(_("Output {number}").format(number=number + 1) for number in range(count))


def _step(network: networks.Network, step: WalkStep, places: Mapping[str, int]) -> dict[str, Any]:
    report = networks.report_of(network)
    return {
        "name": step.name, "family": step.family, "shape": list(step.shape), "kind": kind_text(report, step),
        "says": step_text(report, step), "fields": field_numbers(report[step.name].local_fields),
        "edges": [{"from": places[edge.source], "groups": edge.groups, "first": edge.first, "count": edge.count,
                   "reaches": None if edge.reaches is None else [[one.extent, one.stride, one.before]
                                                                 for one in edge.reaches]}
                  for edge in step.edges]}
