"""The steps that one walks through in a network, found once."""

from __future__ import annotations

from collections.abc import Mapping
from weakref import WeakKeyDictionary

from explorer.graph import WalkColumn, WalkStep, walk_columns
from explorer.networks.network import Network, report_of


def columns_of(network: Network) -> tuple[WalkColumn, ...]:
    """Return the columns of a network; see :func:`explorer.graph.walk_columns`."""
    if network not in _columns:
        _columns[network] = walk_columns(report_of(network))
    return _columns[network]


def steps_of(network: Network) -> Mapping[str, WalkStep]:
    """Return the steps of a network by their names, in order."""
    return {step.name: step for column in columns_of(network) for step in column.steps}


_columns: WeakKeyDictionary[Network, tuple[WalkColumn, ...]] = WeakKeyDictionary()
