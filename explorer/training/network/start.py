"""What a run starts from: a copy of a network with a head for the classes at hand, free to be changed."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property

from torch import nn

from explorer.errors import LimitError
from explorer.graph import Graph, Report, Shape, Stage, analyse, stages
from explorer.networks import Network, assemble, at_side, check_run_limits, drawn_from, load, module_of
from explorer.settings import settings
from explorer.training.data.dataset import DataSet
from explorer.training.network.normalisation import Inputs, inputs_of
from explorer.training.network.outputs import with_outputs
from explorer.training.plan import Plan
from explorer.training.tasks.task_names import TaskName


@dataclass(frozen=True, eq=False)
class Start:
    """A network about to be trained."""

    report: Report
    module: nn.Module
    """Runs the whole graph; the module of each node is the submodule of its name."""
    head: str
    """The layer that makes the scores."""
    inputs: Inputs
    categories: tuple[str, ...]
    task: TaskName = "classify"

    @property
    def graph(self) -> Graph:
        """Return its layers."""
        return self.report.graph

    @property
    def input_shape(self) -> Shape:
        """Shape of one picture as the network gets it, (C, H, W)."""
        return self.report.input_shape

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The blocks that can be frozen."""
        return stages(self.report)


def start(plan: Plan, data: DataSet) -> Start:
    """Return the network of ``plan`` with a head for the classes of ``data``.

    Raises:
        NetworkError, SpecError: there is no such network, or it does not take pictures of this size.
        LimitError: the network or the data set is larger than this server trains.
    """
    if len(data.train) > (most := settings().train_images):
        raise LimitError("The data set has {count:,} pictures to learn from; this server takes up to {most:,}. Use "
                         "fewer pictures.", count=len(data.train), most=most)
    network = load(plan.network, seed=plan.seed, weights=None if plan.random else plan.weights)
    return start_from(at_side(network, plan.side), data, seed=plan.seed)


def start_from(network: Network, data: DataSet, *, seed: int) -> Start:
    """Return a copy of ``network`` with a head for the classes of ``data``; new weights are drawn from ``seed``.

    A trained head is kept where the classes are the same.
    """
    inputs = inputs_of(network, data.train)
    graph, head = with_outputs(network.graph, network.input_shape, len(data.categories), data.task)
    report = analyse(graph, network.input_shape)
    check_run_limits(report, params=False)
    module = deepcopy(network.module)
    # Of a task, the last layer is another only where its shape was not that of the task.
    keeps_head = graph == network.graph if data.task != "classify" else (
        network.categories == data.categories and head in network.graph)
    fresh = {node.name for node in graph if node.name not in network.graph
             or node.layer != network.graph[node.name].layer} | (set() if keeps_head else {head})
    with drawn_from(seed):
        modules = {row.name: module_of(row.layer, row.input_shape) if row.name in fresh
                   else module.get_submodule(row.name) for row in report}
    trainable = assemble(graph, modules)
    trainable.requires_grad_(requires_grad=True)
    return Start(report, trainable, head, inputs, data.categories, data.task)
