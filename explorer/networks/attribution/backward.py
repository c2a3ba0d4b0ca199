"""Methods that change what ReLU lets through on the way back."""

from __future__ import annotations

import warnings
from dataclasses import replace

from torch import Tensor, nn

from explorer.errors import Message, message
from explorer.networks.attribution.context import Context, array
from explorer.networks.attribution.gradients import sloped
from explorer.networks.attribution.request import Attribution
from explorer.networks.network import Network

# Captum says so each time; here it happens on a copy that nobody else sees.
warnings.filterwarnings("ignore", message="Setting backward hooks on ReLU activations")


def guided_backprop(context: Context) -> Attribution:
    """Return what guided backpropagation finds, colours added."""
    found = context.compute(lambda module, photo: array(guided(module, photo, context.target)[0]))
    return replace(sloped(context, found.sum(axis=0)), note=no_relu_note(context.network))


def deconvolution(context: Context) -> Attribution:
    """Return what a deconvolutional network finds, colours added."""
    found = context.compute(lambda module, photo: array(_deconvolved(module, photo, context.target)[0]))
    return replace(sloped(context, found.sum(axis=0)), note=no_relu_note(context.network))


def guided(module: nn.Module, photo: Tensor, target: int) -> Tensor:
    """Return the gradient (1, C, H, W) of which each ReLU passes what is above 0 where its input was above 0."""
    from captum.attr import GuidedBackprop  # takes 3.5 s
    found: Tensor = GuidedBackprop(module).attribute(photo.requires_grad_(), target=target)
    return found.detach()


def _deconvolved(module: nn.Module, photo: Tensor, target: int) -> Tensor:
    from captum.attr import Deconvolution
    found: Tensor = Deconvolution(module).attribute(photo.requires_grad_(), target=target)
    return found.detach()


def no_relu_note(network: Network) -> Message | None:
    """Return what to know where there is no ReLU whose way back could be changed."""
    if any(type(node.layer).__name__ == "ReLU" for node in network.graph):
        return None
    return message("This network has no ReLU. The method changes nothing but ReLUs on the way back, so what you see "
                   "is the plain gradient.")
