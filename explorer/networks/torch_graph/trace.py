"""Any classifier as a graph, read with ``torch.fx``.

Layers are named as torchvision's ``feature_extraction`` names them: by module path, ``layer1.0.conv2``; a function by
the module that calls it, ``layer1.0.add``; a second use gets ``_1``. Differences: modules of ``torchvision.ops`` are
opened (``features.0.0``, not ``features.0``), RegNet's hyphens become ``_``, and stretches in which ConvNeXt keeps
channels last are read channels first, so that all maps are (C, H, W): its layer norms become ``LayerNorm2d``, its
linear layers 1 x 1 convolutions with the same weights, and what only moves axes is left out.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock, get_ident
from typing import Any

from torch import Tensor, fx, nn

from explorer.errors import NetworkError, ShapeError
from explorer.graph import INPUT, Graph, Layer, Node, Report, Shape, Unread, analyse, output_shape, shape_text
from explorer.networks.torch_graph import modules
from explorer.networks.torch_graph.assembly import assemble
from explorer.networks.torch_graph.function_calls import BY_NAME, CALLS, Chunks, Moved, TracedValue, Translated
from explorer.networks.torch_graph.module_layers import is_padded_convolution, layer_of
from explorer.networks.torch_graph.modules import module_of

OURS = (modules.Sum, modules.Cat, modules.Product, modules.ChannelNorm, modules.Scale, modules.Thinned, modules.Taken)


@dataclass(frozen=True, slots=True)
class Traced:
    """A network as a graph, and the modules of the original that carry the weights of its nodes, by name."""

    report: Report
    weighted: dict[str, nn.Module]

    @property
    def graph(self) -> Graph:
        """Return the graph."""
        return self.report.graph

    def rebuilt(self) -> fx.GraphModule:
        """Return a module in eval mode that computes the same, in which every node is the submodule of its name.

        It shares the weights. Nothing works in place, and each use of a module without weights is one of its own.
        """
        rest = {row.name: module_of(row.layer, row.input_shape) for row in self.report if row.name not in self.weighted}
        return assemble(self.graph, {**rest, **self.weighted}).eval()


def trace(module: nn.Module, input_shape: Shape, *, grey: Mapping[str, Shape] | None = None) -> Graph:
    """Return ``module`` as a graph.

    Args:
        module: a classifier in eval mode: one picture in, one tensor out, no data-dependent control flow.
        input_shape: ``(C, H, W)``, without the batch.
        grey: modules by path that are left grey, with the shape, channels first, that each puts out.

    Raises:
        NetworkError: it cannot be traced, or does something that no layer of :mod:`explorer.graph` does.
        ShapeError: a layer cannot take what it receives.
    """
    return traced(module, input_shape, grey=grey).graph


def traced(module: nn.Module, input_shape: Shape, *, grey: Mapping[str, Shape] | None = None) -> Traced:
    """Return ``module`` as a graph together with the modules that carry its weights; see :func:`trace`."""
    if module.training:
        raise ValueError("the module is in training mode; call .eval() first")
    tracer = _Tracer(grey)
    try:
        with _TRACING:
            steps = tracer.trace(module)
    except (fx.proxy.TraceError, TypeError) as error:
        raise NetworkError("{kind} cannot be read: what it computes depends on the values it gets ({reason}). Write "
                           "its forward without conditions on tensors.", kind=type(module).__name__,
                           reason=str(error)) from error
    walk = _Walk(module, tracer, tuple(input_shape))
    for step in steps.nodes:
        walk.take(step)
    result = Traced(analyse(walk.graph(), input_shape), walk.weighted)
    _check_sizes(result)
    return result


def _check_sizes(result: Traced) -> None:
    """Check that the weights are those of the shapes that arrive, which the graph infers and torch is told."""
    for row in result.report:
        module = result.weighted.get(row.name)
        found = sum(weights.numel() for weights in module.parameters()) if module else 0
        if found != row.params:
            raise NetworkError("{layer} has {found:,} parameters, but an input of {shape} needs {needed:,}. Give the "
                               "shape of input that the network was made for.", layer=row.name, found=found,
                               shape=shape_text(row.input_shape), needed=row.params)


_TRACING = Lock()
"""Held by the thread that traces: ``torch.fx`` changes ``nn.Module`` itself meanwhile, and puts back what it found."""


class _Tracer(fx.Tracer):
    """Records the name of each step.

    While it works, ``torch.fx`` sends it what modules do on all threads; other readers' networks just run.
    """

    def __init__(self, grey: Mapping[str, Shape] | None = None) -> None:
        self.grey = grey or {}
        self.thread = get_ident()
        shuffling = sys.modules.get("torchvision.models.shufflenetv2")
        super().__init__(autowrap_functions=(shuffling.channel_shuffle,) if shuffling else ())
        self.names: dict[fx.Node, str] = {}

    def is_leaf_module(self, module: nn.Module, path: str) -> bool:
        stochastic = type(module).__name__ == "StochasticDepth"
        return (path in self.grey or isinstance(module, OURS) or stochastic or is_padded_convolution(module)
                or super().is_leaf_module(module, path))

    def call_module(self, module: nn.Module, forward: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        if get_ident() != self.thread:
            return forward(*args, **kwargs)
        return super().call_module(module, forward, args, kwargs)

    def create_proxy(self, kind: str, target: Any, *arguments: Any, **more: Any) -> fx.Proxy:
        proxy = super().create_proxy(kind, target, *arguments, **more)
        if kind == "call_module":
            self.names[proxy.node] = self._free(target)
        elif kind in ("call_function", "call_method"):
            path = self.scope.module_path
            stem = re.sub(r"_\d+$", "", proxy.node.name)
            self.names[proxy.node] = self._free(f"{path}.{stem}" if path else stem)
        return proxy

    def _free(self, stem: str) -> str:
        stem = stem.replace("-", "_")
        taken = set(self.names.values())
        choices = (f"{stem}_{use}" if use else stem for use in range(len(taken) + 1))
        return next(name for name in choices if name not in taken)


class _Walk:
    """Follows the steps of a trace and collects the nodes of the graph."""

    def __init__(self, module: nn.Module, tracer: _Tracer, input_shape: Shape) -> None:
        self.module = module
        self.names, self.grey = tracer.names, tracer.grey
        self.shapes: dict[str, Shape | None] = {INPUT: input_shape}
        self.values: dict[fx.Node, Any] = {}
        self.nodes: list[Node] = []
        self.weighted: dict[str, nn.Module] = {}
        self.output = INPUT

    def graph(self) -> Graph:
        """Return the nodes that the output needs."""
        graph = Graph(tuple(self.nodes)).up_to(self.output)
        self.weighted = {name: module for name, module in self.weighted.items() if name in graph}
        return graph

    def take(self, step: fx.Node) -> None:
        """Read one step."""
        if step.op == "placeholder":
            self.values[step] = TracedValue(INPUT, shape=self.shapes[INPUT])
        elif step.op == "get_attr":
            self.values[step] = _attribute(self.module, str(step.target))
        elif step.op == "output":
            result: Any = fx.node.map_arg(step.args[0], self.values.__getitem__)
            if isinstance(result, dict):  # of segmentation: beside ``out`` stands a head that helps in training
                result = result.get("out")
            self.output = self._single(result).name
        else:
            found = self._translated(step)
            self.values[step] = found.value if isinstance(found, Moved) else self._put(self.names[step], found)

    def _translated(self, step: fx.Node) -> Translated | Moved:
        args = fx.node.map_arg(step.args, self.values.__getitem__)
        kwargs = fx.node.map_arg(step.kwargs, self.values.__getitem__)
        if step.op == "call_module" and step.target in self.grey:
            value = self._single(args[0])
            layer = Unread(output_size=tuple(self.grey[str(step.target)]))
            return Translated((layer,), (value,), channels_last=value.channels_last)
        if step.op == "call_module":
            module = self.module.get_submodule(str(step.target))
            return layer_of(module, tuple(map(self._single, args)))
        if not _has_tensors((args, kwargs)) and getattr(step.target, "__module__", "") == "_operator":
            compute: Any = step.target
            return Moved(compute(*args, **kwargs))  # sums and parts of sizes
        call = CALLS.get(step.target) or BY_NAME.get(getattr(step.target, "__name__", ""))
        if call is None:
            raise NetworkError("{layer} does something that is no layer here ({what}), so the network cannot be read.",
                               layer=self.names[step], what=getattr(step.target, "__name__", str(step.target)))
        return call(*args, **kwargs)

    def _put(self, name: str, translated: Translated) -> TracedValue:
        """Put down the layers that a step stands for, each but the last under a longer name."""
        inputs = tuple(value.name for value in translated.inputs)
        for place, layer in enumerate(translated.layers):
            last = place == len(translated.layers) - 1
            label = name if last else f"{name}_{type(layer).__name__.lower()}"
            self.nodes.append(Node(label, layer, inputs))
            self.shapes[label] = self._shape(layer, inputs)
            inputs = (label,)
        if translated.module is not None:
            self.weighted[name] = translated.module
        return TracedValue(name, channels_last=translated.channels_last, shape=self.shapes[name])

    def _shape(self, layer: Layer, inputs: tuple[str, ...]) -> Shape | None:
        """Return the shape that comes out; None where it cannot be computed, which the analysis will say."""
        known = tuple(shape for name in inputs if (shape := self.shapes[name]) is not None)
        try:
            return output_shape(layer, known) if len(known) == len(inputs) else None
        except ShapeError:
            return None

    def _single(self, value: object) -> TracedValue:
        if not isinstance(value, TracedValue):
            raise NetworkError("{kind} hands on several tensors or none at once, so it cannot be read as layers.",
                               kind=type(self.module).__name__)
        return value


def _has_tensors(value: object) -> bool:
    if isinstance(value, tuple | list):
        return any(map(_has_tensors, value))
    return any(map(_has_tensors, value.values())) if isinstance(value, dict) else isinstance(
        value, TracedValue | Chunks | Tensor)


def _attribute(module: nn.Module, path: str) -> Tensor:
    owner, _, name = path.rpartition(".")
    found: Tensor = getattr(module.get_submodule(owner), name)
    return found


def taps(graph: Graph, module_path: str) -> Iterator[str]:
    """Yield the nodes that lie inside the module ``module_path``, such as ``layer2``, in their order."""
    return (node.name for node in graph if node.name == module_path or node.name.startswith(f"{module_path}."))
