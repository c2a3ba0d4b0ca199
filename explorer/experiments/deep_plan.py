"""What a deep stack is made of: settings within limits, and the cases worth seeing. Needs no arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType

from explorer.errors import N_, LimitError, SpecError
from explorer.experiments.activations import ACTIVATIONS

DEPTHS, WIDTHS = (2, 40), (8, 128)
RATES = (0.001, 1.0)
SMALL, LARGE = 0.01, 0.5


@dataclass(frozen=True, slots=True)
class WeightStart:
    """How weights are drawn at the start: from a normal distribution around 0, of this spread.

    Attributes:
        title: what readers call it; English.
        spread: maps the number of inputs and of units of a layer to the standard deviation of its weights.
        formula: of the spread, in LaTeX.
    """

    title: str
    spread: Callable[[int, int], float]
    formula: str


STARTS: Mapping[str, WeightStart] = MappingProxyType({
    "small": WeightStart(N_("Small"), lambda _inputs, _units: SMALL, rf"s = {SMALL}"),
    # Glorot & Bengio (2010), equation 16, as a normal distribution: torch.nn.init.xavier_normal_.
    "xavier": WeightStart(N_("Xavier"), lambda inputs, units: sqrt(2 / (inputs + units)),
                    r"s = \sqrt{\frac{2}{n_\mathrm{in} + n_\mathrm{out}}}"),
    # He, Zhang, Ren & Sun (2015), arXiv:1502.01852, equation 10: torch.nn.init.kaiming_normal_.
    "he": WeightStart(N_("He"), lambda inputs, _units: sqrt(2 / inputs), r"s = \sqrt{\frac{2}{n_\mathrm{in}}}"),
    "large": WeightStart(N_("Large"), lambda _inputs, _units: LARGE, rf"s = {LARGE}"),
})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepPlan:
    """A stack of linear layers, each followed by an activation, and a last linear layer with one output per digit.

    Attributes:
        depth: how many layers lie before the last one.
        width: units of each.
        function: name of the activation, in ``ACTIVATIONS``.
        start: how the weights begin, a name in ``STARTS``.
        norm: whether a batch norm stands between each linear layer and its activation.
        skips: whether what enters a layer is added to what leaves it, from the second layer on.
        seed: of weights and pictures.

    Raises:
        LimitError: more, or less, than there is.
        SpecError: an unknown name.
    """

    depth: int = 10
    width: int = 64
    function: str = "sigmoid"
    start: str = "xavier"
    norm: bool = False
    skips: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        for name, value, (least, most) in (("depth", self.depth, DEPTHS), ("width", self.width, WIDTHS)):
            if not least <= value <= most:
                raise LimitError("The {name} of a deep stack is {value}, but goes from {least} to {most}.", name=name,
                                 value=value, least=least, most=most)
        for word, known in ((self.function, ACTIVATIONS), (self.start, STARTS)):
            if word not in known:
                raise SpecError("{word!r} is not known here; it can be one of {known}.", word=word[:30],
                                known=", ".join(known))


@dataclass(frozen=True, slots=True)
class DeepExample:
    """A case worth seeing: its title for readers, in English, its plan, and a learning rate that shows what follows."""

    title: str
    plan: DeepPlan
    rate: float = 0.03


DEEP_EXAMPLES: Mapping[str, DeepExample] = MappingProxyType({
    "sigmoid": DeepExample(N_("10 sigmoids: the gradient vanishes"), DeepPlan()),
    "relu": DeepExample(N_("10 ReLUs with He: it stays"), DeepPlan(function="relu", start="he")),
    "deep_relu": DeepExample(N_("40 ReLUs with He: it stays, yet hardly learns"),
                             DeepPlan(depth=40, function="relu", start="he")),
    "small": DeepExample(N_("Weights too small: nothing is left"), DeepPlan(function="tanh", start="small")),
    "large": DeepExample(N_("Weights too large: it explodes"), DeepPlan(function="relu", start="large")),
    "saturated": DeepExample(N_("Tanh at its ends: saturated"), DeepPlan(function="tanh", start="large")),
    "norm": DeepExample(N_("40 sigmoids, batch norm: it stays"), DeepPlan(depth=40, norm=True)),
    "skips": DeepExample(N_("40 sigmoids, skips: it stays"), DeepPlan(depth=40, skips=True), rate=0.01),
    "tanh_skips": DeepExample(N_("40 tanhs, skips: it learns"), DeepPlan(depth=40, function="tanh", skips=True),
                              rate=0.01),
    "sum": DeepExample(N_("40 ReLUs, skips, no norm: sums explode"),
                       DeepPlan(depth=40, function="relu", start="he", skips=True), rate=0.01),
    "resnet": DeepExample(N_("40 layers as in ResNet: norm and skips"),
                          DeepPlan(depth=40, function="relu", start="he", norm=True, skips=True)),
})
