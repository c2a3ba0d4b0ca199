"""A graph as a torch module whose module paths are the names of its layers."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock

import torch
from torch import fx, nn

from explorer.errors import LimitError, NetworkError
from explorer.graph import BYTES_PER_VALUE, INPUT, Graph, Report, Shape, analyse
from explorer.networks.torch_graph.modules import module_of
from explorer.settings import settings

# torch's initialisation draws from the one generator of the process, so two builds must not take turns on it.
_drawing = Lock()


def build(graph: Graph, input_shape: Shape, *, seed: int = 0) -> fx.GraphModule:
    """Return ``graph`` as a module in eval mode, without gradients on its parameters.

    Its weights are those that torch draws after ``torch.manual_seed(seed)``; the process's random state stays as it
    was. Each layer is the submodule of its name, so names are taps for torchvision's ``create_feature_extractor``; a
    convolution with uneven padding is ``Sequential(pad, convolution)``. No activation works in place.

    Args:
        graph: the network, at least one layer.
        input_shape: without the batch, ``(C, H, W)``.
        seed: of the weights.

    Raises:
        ShapeError: a layer cannot take what it receives.
        LimitError: more than this server runs; nothing has been allocated yet.
        NetworkError: there is no layer, or torch cannot hold a module of some layer's name.
    """
    report = analyse(graph, input_shape)
    check_run_limits(report)
    check_names(graph)
    with drawn_from(seed):
        modules = {row.name: module_of(row.layer, row.input_shape) for row in report}
    module = assemble(graph, modules)
    module.eval().requires_grad_(requires_grad=False)
    return module


@contextmanager
def drawn_from(seed: int) -> Iterator[None]:
    """Let torch draw from ``seed`` inside, one thread at a time, and leave the process's random state as it was."""
    with _drawing, torch.random.fork_rng(devices=[]):
        torch.default_generator.manual_seed(seed)
        yield


def assemble(graph: Graph, modules: Mapping[str, nn.Module]) -> fx.GraphModule:
    """Return the module that runs ``graph`` with ``modules``, by name; they are shared, not copied."""
    steps = fx.Graph()
    values = {INPUT: steps.placeholder(INPUT)}
    for node in graph:
        values[node.name] = steps.call_module(node.name, tuple(values[source] for source in node.inputs))
    steps.output(values[graph.output])
    return fx.GraphModule({node.name: modules[node.name] for node in graph}, steps, class_name="Stack")


def check_run_limits(report: Report, *, params: bool = True) -> None:
    """Check that this server runs such a network; ``params`` False: one whose weights are there already.

    Raises:
        LimitError: too many parameters, multiply-accumulates or activations; says how many and what to try.
    """
    most = settings()
    if params and report.params > most.run_params:
        raise LimitError("This network has {number:,} parameters; this server runs up to {limit:,}. Use fewer "
                         "channels, or a global average pool before the flatten.",
                         number=report.params, limit=most.run_params)
    if report.macs > most.run_macs:
        raise LimitError("This network needs {number:,} multiplications per picture; this server runs up to "
                         "{limit:,}. Use a smaller input, fewer channels, or stride 2 early on.",
                         number=report.macs, limit=most.run_macs)
    values = report.activation_bytes // BYTES_PER_VALUE
    if values > most.run_values:
        raise LimitError("The layers of this network put out {number:,} values per picture; this server keeps up to "
                         "{limit:,}. Use a smaller input, or pooling early on.", number=values, limit=most.run_values)


def check_names(graph: Graph) -> None:
    """Check that torch can hold a module under the name of each layer.

    Raises:
        NetworkError: there is no layer, or it cannot.
    """
    if not graph.nodes:
        raise NetworkError("This network has no layers yet, so there is nothing to run. Add a layer.")
    for node in graph:
        parts = node.name.split(".")
        owner = next((owner for end in range(1, len(parts)) if (owner := ".".join(parts[:end])) in graph), None)
        if owner:
            raise NetworkError("{layer} cannot be run: its name lies inside that of layer {owner}. Rename one of them.",
                               layer=node.name, owner=owner)
        if any(keyword.iskeyword(part) or part in _TAKEN for part in parts):
            raise NetworkError("{layer} cannot be run: torch keeps this name for itself. Give the layer another one.",
                               layer=node.name)


_TAKEN = {*dir(nn.Module()), *dir(fx.GraphModule)}
