"""The ten networks, by name and in the order of their years; how good they are; and what can be opened of them."""

from __future__ import annotations

from explorer.errors import N_
from explorer.graph import shape_to_text, to_text
from explorer.milestones.early import ALEXNET, GOOGLENET, LENET5, VGG, ZFNET
from explorer.milestones.later import CONVNEXT, DENSENET, MOBILENET_V2, RESNET, XCEPTION
from explorer.milestones.milestone import Accuracy, Milestone, Version, in_paper
from explorer.networks import entry

MILESTONES = {milestone.name: milestone for milestone in (
    LENET5, ALEXNET, ZFNET, VGG, GOOGLENET, RESNET, XCEPTION, DENSENET, MOBILENET_V2, CONVNEXT)}


def accuracies(version: Version) -> tuple[Accuracy, ...]:
    """Return what papers say of a network, and then what torchvision measured of the weights that it offers."""
    if not version.torchvision:
        return version.accuracies
    measured = (N_("top-1, validation, middle crop"), N_("top-5, validation, middle crop"))
    return version.accuracies + tuple(
        Accuracy(error=round(100 - right, 2), measured=told, source=in_paper(f"torchvision, {weights.name}"))
        for weights in entry(version.torchvision).weights
        for told, right in zip(measured, (weights.accuracy1, weights.accuracy5), strict=True) if right is not None)


def trained(milestone: Milestone, version: Version) -> Version | None:
    """Return the version itself where there are trained weights for it, else the one nearest to it that has some."""
    known = [one for one in milestone.versions if one.torchvision]
    alike = [one for one in known if one.name == version.name.removesuffix("_paper")]
    return version if version.torchvision else next(iter([*alike, *known]), None)


def network_name(version: Version) -> str:
    """Return the name under which a network is loaded: with trained weights where torchvision has them."""
    return version.torchvision or f"stack/{shape_to_text(version.input_shape)}/{to_text(version.graph)}"
