"""What a reader has set on *Layers*. Each tab adds its own fields, and how they stand in a link."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.experiments import (
    ACTIVATIONS,
    DEPTHS,
    MOST_SMOOTHING,
    QUESTIONS,
    RATES,
    REACH,
    SCORE_RANGE,
    STARTS,
    TEMPERATURES,
    WIDTHS,
)
from pages.layers.norm_state import FIELDS, NormAndDropout
from pages.ui.state.fields import Choice, FieldsCodec, Real, Several, Switch, Whole
from pages.ui.state.page_state import PageState

VIEWS = ("activations", "deep_stack", "batch_norm", "dropout", "last")
"""Names of the tabs in links, in their order."""
FUNCTIONS = tuple(ACTIVATIONS)
PARTS = ("curve", "maps")
NETWORK = "bundled/resnet20"
MAP_LAYERS = ("bn1", "layer1.0.bn1", "layer2.0.bn1", "layer3.0.bn1")
"""Layers of the bundled ResNet-20 whose outputs a ReLU gets."""
MOST_MAP = 64
ANIMALS = ("cat", "dog", "bird")


@dataclass(frozen=True, slots=True, kw_only=True)
class LayersSetup(NormAndDropout):
    """One state of the page, but for photos.

    Attributes:
        view: the open tab.
        function: *Activations*: the one that has the point.
        beside: *Activations*: those drawn behind it.
        part: *Activations*: curve, or feature map.
        point: *Activations*: input at which the point is.
        map_layer, map, map_scale: *Activations*: layer, map from 1, and whether all maps are on one scale.
        ask: *The last layer*: the question.
        score1, score2, score3: its scores; the first alone where one is enough.
        animal, there, yes, value: what is true, by question.
        warmth, smoothing: temperature, and label smoothing, of *which one*.
        deep_depth, deep_width, deep_function, deep_start, deep_norm, deep_skips: *Deep stack*: of `DeepPlan`.
        deep_rate: *Deep stack*: learning rate.
    """

    view: str = VIEWS[0]
    function: str = "sigmoid"
    beside: tuple[str, ...] = ("relu",)
    part: str = "curve"
    point: float = 1.0
    map_layer: str = MAP_LAYERS[1]
    map: int = 5
    map_scale: bool = True
    deep_depth: int = 10
    deep_width: int = 64
    deep_function: str = "sigmoid"
    deep_start: str = "xavier"
    deep_norm: bool = False
    deep_skips: bool = False
    deep_rate: float = 0.03

    ask: str = "one"
    score1: float = 2.0
    score2: float = 1.0
    score3: float = 0.1
    animal: str = "cat"
    there: tuple[str, ...] = ("cat",)
    yes: bool = True
    value: float = 1.0
    warmth: float = 1.0
    smoothing: float = 0.0


state = PageState("la", FieldsCodec(LayersSetup(), {
    "view": Choice(VIEWS),
    "function": Choice(FUNCTIONS),
    "beside": Several(FUNCTIONS),
    "part": Choice(PARTS),
    "point": Real(-REACH, REACH),
    "map_layer": Choice(MAP_LAYERS),
    "map": Whole(1, MOST_MAP),
    "map_scale": Switch(),
    "ask": Choice(QUESTIONS),
    **dict.fromkeys(("score1", "score2", "score3", "value"), Real(*SCORE_RANGE)),
    "animal": Choice(ANIMALS),
    "there": Several(ANIMALS),
    "yes": Switch(),
    "warmth": Real(*TEMPERATURES),
    "smoothing": Real(0, MOST_SMOOTHING),
    "deep_depth": Whole(*DEPTHS),
    "deep_width": Whole(*WIDTHS),
    "deep_function": Choice(FUNCTIONS),
    "deep_start": Choice(tuple(STARTS)),
    "deep_norm": Switch(),
    "deep_skips": Switch(),
    "deep_rate": Real(*RATES),
    **FIELDS,
}))
