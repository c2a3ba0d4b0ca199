"""What is learned, from what, and how: everything that, on one machine, fixes a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields
from math import isfinite
from typing import Any, Literal, get_args, get_type_hints

from explorer.errors import DataError, LimitError, Message, NetworkError
from explorer.graph import shape_from_text
from explorer.images import Fit
from explorer.networks import card_of, entry
from explorer.settings import settings
from explorer.training.augmentation.augmentation import Augmentation, from_json
from explorer.training.data.catalogue import scene_task
from explorer.training.data.scene_settings import SceneSettings, settings_from_json
from explorer.training.data.twins import TwinsWanted
from explorer.training.tasks.task_names import TaskName
from explorer.training.two_phases import gentle_rate, head_epochs

How = Literal["head", "last_blocks", "all", "two_phases", "scratch"]
HOWS = get_args(How)
SCENE_HOWS: tuple[How, ...] = ("all", "last_blocks", "scratch")
"""Of them, those for networks that say where things are."""
Optimiser = Literal["sgd", "adam", "adamw"]
Schedule = Literal["one_cycle", "cosine", "constant", "rise_stay_fall"]
Precision = Literal["auto", "float32", "bfloat16"]
LONGEST = {"network": 20_000, "weights": 80, "data": 100, "title": 200, "race": 40}
"""Most characters of texts."""
RANGES: dict[str, tuple[float, float]] = {
    "side": (8, 1024), "learning_rate": (1e-7, 10), "weight_decay": (0, 1), "momentum": (0, 0.999),
    "second_rate": (0, 10), "label_smoothing": (0, 0.9), "epochs": (1, 10**6), "batch_size": (2, 4096),
    "seed": (0, 2**31 - 1), "early_stopping": (0, 10**6),
}
"""Smallest and largest value of numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A training run, before it starts.

    Raises:
        DataError: a value is not of its kind, or out of its range.
        LimitError: more epochs than this server trains.
    """

    network: str
    """What ``explorer.networks.load`` takes."""
    data: str
    """What ``open_set`` takes."""
    side: int = 0
    """Of the pictures as the network gets them, px; 0 becomes what the network was made for."""
    fit: Fit = "crop"
    """How pictures that are not square become so: their middle, or all of them between borders."""
    twins: TwinsWanted = "left_out"
    """What is done with pictures of an upload that are there more than once."""
    weights: str = "DEFAULT"
    """What training starts from; ``random``: weights drawn from ``seed``."""
    how: How = "head"
    frozen: tuple[str, ...] = ()
    """Stages of the network's graph (``Stage.name``) that do not learn; none: as ``how`` says. In two phases, those of
    the second."""
    optimiser: Optimiser = "adamw"
    schedule: Schedule = "one_cycle"
    learning_rate: float = 2e-3
    """The highest."""
    second_rate: float = 0.0
    """The highest of the second of two phases; 0: a tenth of the first's."""
    weight_decay: float = 0.01
    momentum: float = 0.9
    """Of SGD, in Nesterov's form; 0: plain SGD. The first moment's decay of Adam and AdamW."""
    label_smoothing: float = 0.0
    epochs: int = 10
    batch_size: int = 32
    seed: int = 0
    class_weights: bool = False
    """A picture of a rare class counts more, so that all classes count the same."""
    early_stopping: int = 0
    """End after this many epochs in a row without a better validation loss; 0: never."""
    precision: Precision = "auto"
    """``auto``: what a first measurement finds faster."""
    augmentation: Augmentation = field(default_factory=Augmentation)
    scenes: SceneSettings = field(default_factory=SceneSettings)
    """How scenes are drawn, where the data set is made of them."""
    title: str = ""
    race: str = ""
    """The same for runs that were started against each other; empty: it runs for itself."""

    def __post_init__(self) -> None:
        if self.side == 0 and isinstance(self.network, str):
            object.__setattr__(self, "side", side_of(self.network))
        hints = get_type_hints(type(self))
        for one in fields(self):
            _check(one.name, getattr(self, one.name), hints[one.name])
        if self.how == "scratch" and (self.weights != "random" or self.frozen):
            raise DataError("Training from scratch starts from random weights and freezes nothing. Choose random "
                            "weights and let all blocks learn, or choose another way to train.")
        if self.task != "classify":
            self._check_task()
        if self.epochs > (most := settings().epochs):
            raise LimitError("The plan asks for {epochs} epochs; this server trains up to {most}. Use fewer.",
                             epochs=self.epochs, most=most)

    def _check_task(self) -> None:
        if self.how not in SCENE_HOWS:
            raise DataError("Where things are is told by more than one layer, so there is no single head to learn "
                            "alone. Let everything learn, the last blocks, or learn from scratch.")
        if self.augmentation.moves:
            raise DataError("Pictures that are moved, turned or scaled would need their boxes and masks changed, too. "
                            "Draw more scenes instead, or change colours only.")
        if self.class_weights or self.label_smoothing:
            raise DataError("Class weights and label smoothing are for classes of whole pictures. Switch them off to "
                            "learn where things are.")

    @property
    def task(self) -> TaskName:
        """Return what is learned, which the data set tells."""
        return scene_task(self.data) or "classify"

    @property
    def random(self) -> bool:
        """Say whether training starts from random weights."""
        return self.weights == "random"

    @property
    def head_epochs(self) -> int:
        """Return how many epochs the head learns alone before the rest does; 0: there is one phase."""
        return head_epochs(self.how, self.epochs)

    @property
    def gentle_rate(self) -> float:
        """Return the highest learning rate of the second of two phases."""
        return gentle_rate(self.learning_rate, self.second_rate)


def side_of(network: str) -> int:
    """Return the side of the pictures that a network was made for, px.

    Raises:
        DataError: a job's network, which is looked up in its folder instead.
        NetworkError: there is no such network, or it is not trained here.
    """
    kind, _, rest = network.partition("/")
    if kind == "job":
        raise DataError("A plan that goes on from {network} needs the side of its pictures. Give it.", network=network)
    if kind == "onnx":
        return card_of(network).input_shape[-1]
    if kind == "stack":
        return shape_from_text(rest.partition("/")[0])[-1]
    known = entry(network)
    if kind == "torchvision" and known.task != "classify":
        raise NetworkError("{network} says where things are, and is run here but not trained. Choose a network that "
                           "names a class, or a small one for scenes.", network=Message(known.title))
    return known.input_shape[-1]


def to_json(plan: Plan) -> dict[str, Any]:
    """Return ``plan`` as what JSON can hold; ``plan_from_json`` reads it back to an equal plan."""
    record = asdict(plan)
    record["scenes"]["kinds"] = list(plan.scenes.kinds)
    return record | {"frozen": list(plan.frozen)}


def plan_from_json(record: Mapping[str, Any]) -> Plan:
    """Return the plan that ``to_json`` made, everything checked again.

    Raises:
        DataError: something is missing, unknown, not of its kind or out of its range.
        LimitError: more than this server trains.
    """
    known = {one.name: one for one in fields(Plan)}
    strange = sorted(map(str, record.keys() - known.keys()))
    missing = sorted(name for name in known.keys() - record.keys()
                     if known[name].default is MISSING and known[name].default_factory is MISSING)
    if strange or missing:
        raise DataError("This is not a plan: {strange} is not known, {missing} is missing. Plan the run again.",
                        strange=", ".join(strange)[:200] or "-", missing=", ".join(missing) or "-")
    values = dict(record)
    if isinstance(values.get("frozen"), list):
        values["frozen"] = tuple(values["frozen"])
    if "augmentation" in values:
        if not isinstance(values["augmentation"], Mapping):
            raise DataError("The augmentation is {value!r}, which a plan cannot hold. Choose it again.",
                            value=str(values["augmentation"])[:80])
        values["augmentation"] = from_json(values["augmentation"])
    if "scenes" in values:
        if not isinstance(values["scenes"], Mapping):
            raise DataError("The scenes are {value!r}, which a plan cannot hold. Choose them again.",
                            value=str(values["scenes"])[:80])
        values["scenes"] = settings_from_json(values["scenes"])
    return Plan(**values)


def _check(name: str, value: Any, kind: Any) -> None:
    choices = get_args(kind) if getattr(kind, "__origin__", None) is Literal else ()
    if choices:
        if not isinstance(value, str) or value not in choices:
            raise DataError("{name} is {value!r}. Choose one of: {choices}.", name=name, value=str(value)[:80],
                            choices=", ".join(choices))
    elif name == "frozen":
        if not isinstance(value, tuple) or len(value) > 300 or not all(isinstance(one, str) for one in value):
            raise DataError("The frozen blocks are not a list of names. Choose them again.")
    elif kind in (int, float):
        _check_number(name, value, kind)
    elif not isinstance(value, kind) or (kind is str and len(value) > LONGEST[name]):
        raise DataError("{name} is {value!r}, which a plan cannot hold. Choose it again.", name=name,
                        value=str(value)[:80])


def _check_number(name: str, value: Any, kind: type) -> None:
    low, high = RANGES[name]
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not (whole or (kind is float and isinstance(value, float))) or not isfinite(value) or not low <= value <= high:
        said = {"name": name, "value": str(value)[:80], "low": low, "high": high}
        if kind is int:
            raise DataError("{name} is {value!r}. Choose a whole number from {low:g} to {high:g}.", **said)
        raise DataError("{name} is {value!r}. Choose a number from {low:g} to {high:g}.", **said)
