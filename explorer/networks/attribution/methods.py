"""The methods, in the order in which a page offers them. Each says what it does and where it misleads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from explorer.errors import N_, Message, NetworkError, message

MethodFamily = Literal["gradient", "backward", "layer", "covering"]
"""Gradients; a changed way back through ReLU; maps of a layer; covering parts of the photo."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A number between two bounds, or one of some ``choices``, each a value and its title."""

    name: str
    title: str
    kind: Literal["int", "float", "choice"]
    default: Any
    low: float = 0
    high: float = 0
    step: float = 1
    choices: tuple[tuple[str, str], ...] = ()

    def checked(self, value: Any) -> Any:
        """Return ``value`` as this option's kind.

        Raises:
            NetworkError: out of bounds, or no such choice.
        """
        if self.kind == "choice":
            known = [name for name, _title in self.choices]
            if value not in known:
                raise NetworkError("{option} is {value!r}. Choose one of: {known}.", option=Message(self.title),
                                   value=str(value)[:40], known=", ".join(known))
            return value
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not self.low <= value <= self.high or (self.kind == "int" and value != int(value)):
            raise NetworkError("{option} is {value}. Choose a number from {low:g} to {high:g}.",
                               option=Message(self.title), value=str(value)[:40], low=self.low, high=self.high)
        return int(value) if self.kind == "int" else float(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A way to say which parts of a photo speak for a class. Titles are English, for ``_()``."""

    id: str
    title: str
    family: MethodFamily
    says: Message
    """What it does, and what to look for."""
    misleads: Message
    """Where not to believe it."""
    source: str
    """Paper."""
    options: tuple[Option, ...] = ()
    signed: bool = False
    """True: values below 0 speak against the class."""
    slow: bool = False
    """True: takes many passes."""

    @property
    def at_layer(self) -> bool:
        """Say whether it reads the maps of a layer that the reader chooses."""
        return self.family == "layer"


def chosen(title: str, options: tuple[Option, ...], asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return a value for each of the ``options`` of the method called ``title``: those given, else the defaults.

    Raises:
        NetworkError: an option that it does not have, or a value that it does not take.
    """
    known = {option.name: option for option in options}
    strange = sorted(asked.keys() - known.keys())
    if strange and not known:
        raise NetworkError("{method} has no option {option!r}, nor any other. Leave it out.",
                           method=Message(title), option=strange[0][:40])
    if strange:
        raise NetworkError("{method} has no option {option!r}. Choose among: {known}.", method=Message(title),
                           option=strange[0][:40], known=", ".join(known))
    return {name: option.checked(asked.get(name, option.default)) for name, option in known.items()}


BLACK, GREY = ("black", N_("Black")), ("grey", N_("Average colour"))
WHITE, BLUR = ("white", N_("White")), ("blur", N_("Blurred photo"))
BASELINES, FILLINGS = (BLACK, GREY, WHITE, BLUR), (GREY, BLACK, WHITE, BLUR)

BASELINE = Option(name="baseline", title=N_("Baseline (photo without information)"), kind="choice", default="black",
                  choices=BASELINES)
FILLING = Option(name="filling", title=N_("Cover with"), kind="choice", default="grey", choices=FILLINGS)
NOISE = Option(name="noise", title=N_("Noise, share of the photo's range"), kind="float", low=0.0, high=0.5, step=0.01,
               default=0.15)


def _samples(default: int) -> Option:
    return Option(name="samples", title=N_("Number of samples"), kind="int", low=2, high=200, step=1, default=default)


_ALL = (
    Method(
        id="saliency", title=N_("Saliency"), family="gradient", source="Simonyan et al. (2013), arXiv:1312.6034",
        says=message("Takes the gradient of the class's score with respect to each pixel and shows the largest of its "
                     "three colours, without sign. Look for where bright pixels gather: there a small change moves "
                     "the score most."),
        misleads=message("It tells what a tiny change would do, not what the score is made of: a pixel that matters "
                         "a lot can have no slope any more. The map is noisy, so single bright pixels mean little.")),
    Method(
        id="input_x_gradient", title=N_("Input × gradient"), family="gradient", signed=True,
        source="Shrikumar et al. (2016), arXiv:1605.01713",
        says=message("Multiplies each pixel by its gradient and adds the colours up, as if the network were linear. "
                     "Look for areas of one sign: above 0 speaks for the class, below 0 against it."),
        misleads=message("Pixels near the average colour get about 0 whatever the network thinks of them, because "
                         "they are about 0 for it. Edges of the photo show through even where the network does not "
                         "care.")),
    Method(
        id="integrated_gradients", title=N_("Integrated gradients"), family="gradient", signed=True, slow=True,
        source="Sundararajan et al. (2017), arXiv:1703.01365",
        options=(Option(name="steps", title=N_("Steps"), kind="int", low=4, high=300, step=1, default=50), BASELINE),
        says=message("Walks from a photo without information to yours and sums the gradients on the way, so that all "
                     "values together make up the difference of the two scores. Look at the completeness: a gap "
                     "close to 0 says that there were enough steps."),
        misleads=message("Everything is measured against the photo you start from: with a black one, black parts of "
                         "the photo get 0 by definition. Try another start before you believe a blank area.")),
    Method(
        id="smoothgrad", title=N_("SmoothGrad"), family="gradient", slow=True,
        source="Smilkov et al. (2017), arXiv:1706.03825",
        options=(_samples(25), NOISE),
        says=message("Adds noise to the photo many times and averages the gradients, which cleans the speckle of "
                     "saliency. Look for shapes that remain when you ask for more samples."),
        misleads=message("It looks more convincing than saliency without knowing more: what is smoothed is the map, "
                         "not the network. With much noise it explains photos that the network never saw.")),
    Method(
        id="guided_backprop", title=N_("Guided backpropagation"), family="backward", signed=True,
        source="Springenberg et al. (2014), arXiv:1412.6806",
        says=message("Goes back through the network like the gradient, but at each ReLU lets through only what is "
                     "above 0 in both directions. Look for fine, sharp detail: edges and textures that early layers "
                     "found."),
        misleads=message("It draws edges of the photo nearly the same for every class and even for shuffled weights, "
                         "so it hardly explains a decision (Adebayo et al. 2018). Try another class and the sanity "
                         "check.")),
    Method(
        id="deconvolution", title=N_("Deconvolution"), family="backward", signed=True,
        source="Zeiler & Fergus (2013), arXiv:1311.2901",
        says=message("Goes back through the network and at each ReLU keeps what comes back above 0, whatever the "
                     "photo did there on the way forward. Look for patterns that the network can build up to the "
                     "class."),
        misleads=message("Without the pattern of the forward pass it depends on the photo through max pooling only; "
                         "networks without it give nearly the same map for all photos. Like guided backpropagation "
                         "it barely tells classes apart.")),
    Method(
        id="grad_cam", title=N_("Grad-CAM"), family="layer", source="Selvaraju et al. (2016), arXiv:1610.02391",
        says=message("Weights the maps of a layer by their average gradient, adds them up, and keeps what is above 0. "
                     "Look for the area that lights up: it is where this layer finds evidence for the class."),
        misleads=message("The map has as few cells as the layer and is enlarged, so its borders are not those of the "
                         "object. In early layers one weight for a whole map fits badly, and the result can be "
                         "meaningless or blank.")),
    Method(
        id="guided_grad_cam", title=N_("Guided Grad-CAM"), family="layer", signed=True,
        source="Selvaraju et al. (2016), arXiv:1610.02391",
        says=message("Multiplies guided backpropagation by Grad-CAM: fine detail, kept only where the layer finds "
                     "evidence for the class. Look at which details remain when you change the class."),
        misleads=message("The detail comes from guided backpropagation, which shows edges of the photo even for "
                         "shuffled weights. Trust the place, not the drawing.")),
    Method(
        id="occlusion", title=N_("Occlusion"), family="covering", signed=True, slow=True,
        source="Zeiler & Fergus (2013), arXiv:1311.2901",
        options=(Option(name="window", title=N_("Window, px"), kind="int", low=1, high=128, step=1, default=32),
                 Option(name="stride", title=N_("Stride, px"), kind="int", low=1, high=128, step=1, default=16),
                 FILLING),
        says=message("Covers a window of the photo, again and again in another place, and notes by how much the score "
                     "falls. Look for what the class cannot do without: the score falls most where it is covered."),
        misleads=message("A covered window is itself something the network sees, and its edges can speak for or "
                         "against a class. What is there twice is not missed once: two eyes hide each other.")),
    Method(
        id="superpixels", title=N_("Superpixels"), family="covering", signed=True, slow=True,
        source="Ribeiro et al. (2016), arXiv:1602.04938; Achanta et al. (2012), doi:10.1109/TPAMI.2012.120",
        options=(Option(name="segments", title=N_("Number of parts"), kind="int", low=2, high=400, step=1, default=60),
                 FILLING),
        says=message("Cuts the photo along its colours into parts, covers one part at a time, and notes by how much "
                     "the score falls. Look for the few parts that matter; they follow the outlines of things."),
        misleads=message("The cut is made by colour alone: a part can hold half an object and half the wall behind "
                         "it. Parts work together, and covering one at a time misses that.")),
    Method(
        id="gradient_shap", title=N_("Gradient SHAP"), family="gradient", signed=True, slow=True,
        source="Lundberg & Lee (2017), arXiv:1705.07874; Erion et al. (2019), arXiv:1906.10670",
        options=(_samples(40), replace(NOISE, default=0.05)),
        says=message("Averages integrated gradients over several starts (black, average colour, white, blurred), each "
                     "taken at a random point of the way. Look for what stays whatever the photo is compared with."),
        misleads=message("It is a random sample: with few samples two runs differ, and the values sum to the "
                         "difference of the scores only on average. It takes pixels as if they were independent of "
                         "each other.")),
)
METHODS: dict[str, Method] = {method.id: method for method in _ALL}
"""All methods by name. Windows and strides are those for 224 px; :func:`options_for` fits them to a network."""


def options_for(method: Method, side: int) -> tuple[Option, ...]:
    """Return the options of ``method`` for a network that reads pictures whose shorter side is ``side`` px."""
    return tuple(replace(option, high=side, default=max(1, round(option.default * side / 224)))
                 if option.name in ("window", "stride") else option for option in method.options)
