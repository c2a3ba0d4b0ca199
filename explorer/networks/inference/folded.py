"""Batch normalisations folded into the convolutions before them: the same numbers in less time.

In eval mode a batch normalisation is one factor and one shift per channel, and a convolution can carry both.
"""

from __future__ import annotations

from copy import copy
from typing import cast

import torch
from torch import Tensor, fx, nn

Parts = dict[str, nn.Module]


def folded(module: fx.GraphModule) -> fx.GraphModule:
    """Return ``module`` with each batch normalisation that directly follows a convolution folded into it.

    ``module`` stays as it is and shares all but the weights of those convolutions, of which there are new ones. Between
    a convolution and its normalisation the values are others, so it is for those who ask for the output only.

    Args:
        module: in eval mode; each layer is called once.

    Source:
        Jacob et al. (2017), Quantization and training of neural networks, arXiv:1712.05877, section 3.2.
    """
    parts = {step.target: module.get_submodule(str(step.target)) for step in module.graph.nodes
             if step.op == "call_module"}
    for step in module.graph.nodes:
        before = step.args[0] if step.op == "call_module" and step.args else None
        if not isinstance(before, fx.Node) or before.op != "call_module" or len(before.users) != 1:
            continue
        convolution, norm = parts[before.target], parts[step.target]
        if type(convolution) is nn.Conv2d and type(norm) is nn.BatchNorm2d and norm.running_var is not None:
            parts[before.target], parts[step.target] = _joined(convolution, norm), nn.Identity()
    return fx.GraphModule(cast(Parts, parts), module.graph, class_name="Folded").eval()


def _joined(convolution: nn.Conv2d, norm: nn.BatchNorm2d) -> nn.Conv2d:
    """Return the convolution that does what both do; factors in float64, so that no digit is lost on the way."""
    shape = (len(convolution.weight), 1, 1, 1)
    mean, variance = (cast(Tensor, value).double() for value in (norm.running_mean, norm.running_var))
    factor = (variance + norm.eps).rsqrt()
    if norm.affine:
        factor = factor * norm.weight.double()
    bias = convolution.bias.double() if convolution.bias is not None else torch.zeros_like(mean)
    shift = (bias - mean) * factor + (norm.bias.double() if norm.affine else 0)
    made = copy(convolution)
    made._parameters = dict(convolution._parameters)
    made.weight = _still((convolution.weight.double() * factor.reshape(shape)).to(convolution.weight))
    made.bias = _still(shift.to(convolution.weight))
    return made


def _still(values: Tensor) -> nn.Parameter:
    return nn.Parameter(values.detach(), requires_grad=False)
