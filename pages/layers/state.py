"""What a reader has set on *Layers*. Each tab adds its own fields, and how they stand in a link."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.experiments import (
    ACTIVATIONS,
    DEPTHS,
    END_CHANNELS,
    END_CLASSES,
    END_SIDES,
    MOST_OUTPUTS,
    MOST_SCALE,
    MOST_SMOOTHING,
    QUESTIONS,
    RATES,
    REACH,
    RESNET_BLOCKS,
    SCORE_RANGE,
    STARTS,
    TEMPERATURES,
    VGG_LAYERS,
    WIDTHS,
)
from pages.layers.norm_state import FIELDS
from pages.layers.step_state import STEP_FIELDS, StepSettings
from pages.ui.state.fields import Choice, FieldsCodec, Real, Several, Switch, Whole
from pages.ui.state.page_state import PageState

VIEWS = ("activations", "deep_stack", "batch_norm", "dropout", "last", "residual", "global_pooling", "one_step")
"""Names of the tabs in links, in their order."""
FUNCTIONS = tuple(ACTIVATIONS)
PARTS = ("curve", "maps")
NETWORK = "bundled/resnet20"
MAP_LAYERS = ("bn1", "layer1.0.bn1", "layer2.0.bn1", "layer3.0.bn1")
"""Layers of the bundled ResNet-20 whose outputs a ReLU gets."""
MOST_MAP = 64
ANIMALS = ("cat", "dog", "bird")
SKIP_PARTS = ("block", "gradient", "without", "depth", "order", "around")
DEPTHS_SHOWN = (20, 56)
ENDINGS, READS = ("pooling", "pointwise"), ("photo", "maps")
PIXEL_SIDE = 16
"""Of the picture whose pixels can be clicked, px."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayersSetup(StepSettings):
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
        skips: *Residual*: what about skips is looked at.
        block, scale: *Residual*: a block of ResNet-20, and by what F(x) is multiplied.
        out, cut: *Residual*: blocks of ResNet-20, and layers of the VGG, that are left out.
        layers, hills: *Residual*: depth of the networks whose loss is shown, and whether as hills.
        ending: *Global pooling*: which part is looked at.
        end_side, end_maps, end_classes: *Global pooling*: of `TwoEnds`.
        reads, outputs, row, column: *Global pooling*: what a 1 × 1 convolution reads, and the chosen pixel.
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

    skips: str = SKIP_PARTS[0]
    block: str = "layer2.1"
    scale: float = 1.0
    out: tuple[str, ...] = ("layer2.1",)
    cut: tuple[str, ...] = ("features.10",)
    layers: int = 20
    hills: bool = False

    ending: str = ENDINGS[0]
    end_side: int = 32
    end_maps: int = 64
    end_classes: int = 10
    reads: str = READS[0]
    outputs: int = 4
    row: int = 8
    column: int = 8


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
    "skips": Choice(SKIP_PARTS),
    "block": Choice(RESNET_BLOCKS),
    "scale": Real(0, MOST_SCALE),
    "out": Several(RESNET_BLOCKS),
    "cut": Several(VGG_LAYERS),
    "layers": Choice(DEPTHS_SHOWN),
    "hills": Switch(),
    "ending": Choice(ENDINGS),
    "end_side": Choice(END_SIDES),
    "end_maps": Whole(*END_CHANNELS),
    "end_classes": Whole(*END_CLASSES),
    "reads": Choice(READS),
    "outputs": Whole(1, MOST_OUTPUTS),
    **dict.fromkeys(("row", "column"), Whole(0, PIXEL_SIDE - 1)),
    "deep_depth": Whole(*DEPTHS),
    "deep_width": Whole(*WIDTHS),
    "deep_function": Choice(FUNCTIONS),
    "deep_start": Choice(tuple(STARTS)),
    "deep_norm": Switch(),
    "deep_skips": Switch(),
    "deep_rate": Real(*RATES),
    **FIELDS,
    **STEP_FIELDS,
}))
