"""All classifiers of torchvision: how accurate they are, what they cost, and which of them nothing beats.

Numbers are torchvision's own, from the metadata of its weights; they lie in ``classifiers.json``, so that a chart needs
no torchvision. Accuracy is top-1 on ImageNet's 50,000 validation pictures, one square cut of each; operations are
multiply-adds of convolutions and linear layers for one picture.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from explorer.errors import N_
from explorer.graph import PRESETS, analyse
from explorer.milestones.milestone import depth
from explorer.milestones.network_parts import NetworkPart, field_of, network_parts

FILE = Path(__file__).with_name("classifiers.json")
Recipes = Literal["first", "newest", "all"]
Against = Literal["gmacs", "params"]
FAMILIES = {
    "AlexNet, VGG": ("alexnet", "vgg"), "Inception": ("googlenet", "inception"),
    "ResNet": ("resnet", "resnext", "wide_resnet"), "DenseNet": ("densenet",), "RegNet": ("regnet",),
    N_("For phones"): ("mobilenet", "mnasnet", "shufflenet", "squeezenet"), "EfficientNet": ("efficientnet",),
    "ConvNeXt": ("convnext",), N_("With attention"): ("vit", "swin", "maxvit")}
"""English names of families, shown through ``_()``, and how torchvision's names of their networks begin."""
MOST_COMPARED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedWeights:
    """A set of trained weights. ``accuracy``: top-1, %; ``side``: of the picture, px.

    ``more``: whether it has learned from more pictures than ImageNet's 1.28 million.
    """

    name: str
    accuracy: float
    gmacs: float
    side: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """A network and its weights, first recipe first. ``depth``, ``field``: None where attention has no graph here."""

    name: str
    title: str
    family: str
    params: int
    macs: int
    depth: int | None
    field: int | None
    parts: tuple[NetworkPart, ...]
    trained: tuple[TrainedWeights, ...] = ()
    newest: str = ""

    def by(self, recipes: Recipes) -> tuple[TrainedWeights, ...]:
        """Return the weights of its first recipe, those that torchvision takes today, or all."""
        if recipes == "newest":
            return tuple(one for one in self.trained if one.name == self.newest)
        return self.trained[:1] if recipes == "first" else self.trained


@dataclass(frozen=True, slots=True)
class ClassifierPoint:
    """A classifier with one set of its weights, in a chart."""

    classifier: Classifier
    trained: TrainedWeights

    def cost(self, against: Against) -> float:
        """Return its parameters, or the multiply-adds of one picture."""
        return self.classifier.params if against == "params" else self.trained.gmacs * 1e9


@cache
def classifiers() -> dict[str, Classifier]:
    """Return torchvision's classifiers by their names there, in the alphabet's order."""
    return {record["name"]: _read(record) for record in json.loads(FILE.read_text(encoding="utf-8"))}


def comparable() -> tuple[str, ...]:
    """Return the names of all networks that can be compared: torchvision's, and those of *Build a stack*."""
    return (*classifiers(), *(name for name, preset in PRESETS.items()
                              if not preset.group and name not in classifiers()))


@cache
def classifier(name: str) -> Classifier:
    """Return a network of `comparable`; those of *Build a stack* have no weights."""
    if name in classifiers():
        return classifiers()[name]
    preset = PRESETS[name]
    report = analyse(preset.graph, preset.input_shape)
    return Classifier(name=name, title=preset.title, family="", params=report.params, macs=report.macs,
                      depth=depth(preset.graph), field=field_of(report), parts=network_parts(report))


def points(recipes: Recipes) -> tuple[ClassifierPoint, ...]:
    """Return all classifiers with the weights of a recipe."""
    return tuple(ClassifierPoint(one, trained) for one in classifiers().values() for trained in one.by(recipes))


def front(among: Iterable[ClassifierPoint], against: Against) -> tuple[ClassifierPoint, ...]:
    """Return the points of which none is as accurate at less cost: the Pareto front, cheapest first."""
    best: list[ClassifierPoint] = []
    for point in sorted(among, key=lambda point: (point.cost(against), -point.trained.accuracy)):
        if not best or point.trained.accuracy > best[-1].trained.accuracy:
            best.append(point)
    return tuple(best)


def family_of(name: str) -> str:
    """Return the family that a name of torchvision's belongs to."""
    return next(family for family, starts in FAMILIES.items() if name.startswith(starts))


def _read(record: dict[str, Any]) -> Classifier:
    return Classifier(
        name=record["name"], title=record["title"], family=family_of(record["name"]), params=record["params"],
        macs=record["macs"], depth=record["depth"], field=record["field"], newest=record["newest"],
        parts=tuple(NetworkPart(*part) for part in record["parts"]),
        trained=tuple(TrainedWeights(**one) for one in record["trained"]))
