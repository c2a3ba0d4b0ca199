"""Blocks of famous networks with their sizes left open, and the plainer network that each is measured against.

A block is a text, ``conv.o64.k1.b0~bn~relu``, made of its sizes: the text is read as a graph, the graph analysed. So
what is counted here is what *Build a stack* opens.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from explorer.errors import N_, Message, message
from explorer.graph import (
    BatchNorm2d,
    Concat,
    Conv2d,
    Graph,
    MaxPool2d,
    ReLU,
    Report,
    Shape,
    Sketch,
    analyse,
    basic_block,
    bottleneck,
    dense_block,
    from_text,
    inception_block,
    inverted_residual,
    shape_to_text,
    squeeze_excitation,
    to_text,
)

Sizes = Mapping[str, int]
INCEPTION_3A = (64, 128, 32, 32)
"""Maps that the four branches of GoogLeNet's block 3a put out: of windows of 1, 3 and 5 px, and behind the pooling."""


@dataclass(frozen=True, slots=True)
class BlockSize:
    """A size that a reader may change. ``letter``: in formulas and links; ``title``: English, shown through ``_()``."""

    letter: str
    title: str
    usual: int
    least: int
    most: int
    step: int = 1

    def nearest(self, value: int) -> int:
        """Return the size nearest to ``value`` that there is."""
        steps = round((min(self.most, max(self.least, value)) - self.least) / self.step)
        return self.least + steps * self.step


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockDesign:
    """A block, and what it is measured against. Titles are English; shown through ``_()``.

    ``draw`` and ``draw_plain`` make the graphs of its sizes; the size ``C`` is the number of maps that come in, ``H``
    their side, px.
    """

    title: str
    plain: str
    """What it is measured against."""
    says: Message
    source: str
    sizes: tuple[BlockSize, ...]
    draw: Callable[[Sizes], Graph]
    draw_plain: Callable[[Sizes], Graph]

    def nearest(self, asked: Sizes) -> dict[str, int]:
        """Return all sizes of the block, as ``asked`` where they can be so; others are as in the paper."""
        return {size.letter: size.nearest(asked.get(size.letter, size.usual)) for size in self.sizes}

    def input_shape(self, sizes: Sizes) -> Shape:
        """Return the shape of what the block reads."""
        return sizes["C"], sizes["H"], sizes["H"]

    def text(self, sizes: Sizes, *, plain: bool = False) -> str:
        """Return the block, or what it is measured against, as the text of a link."""
        return to_text((self.draw_plain if plain else self.draw)(sizes))

    def name(self, sizes: Sizes, *, plain: bool = False) -> str:
        """Return it as the name of a network: ``stack/64x56x56/conv.o64.p1``."""
        return f"stack/{shape_to_text(self.input_shape(sizes))}/{self.text(sizes, plain=plain)}"

    def report(self, sizes: Sizes, *, plain: bool = False) -> Report:
        """Return every number of it."""
        return _report(self.text(sizes, plain=plain), self.input_shape(sizes))


@lru_cache(maxsize=64)
def _report(text: str, shape: Shape) -> Report:
    return analyse(from_text(text), shape)


def _bent(sketch: Sketch, name: str, layer: Conv2d, *source: str) -> str:
    sketch.add(f"{name}.conv", layer, *source)
    sketch.add(f"{name}.bn", BatchNorm2d())
    return sketch.add(f"{name}.relu", ReLU())


def _inception(sizes: Sizes) -> Graph:
    one, three, five, pooled = INCEPTION_3A
    return inception_block((one, sizes["R"], three, sizes["Q"], five, pooled))


def _naive_inception(sizes: Sizes) -> Graph:  # noqa: ARG001  drawn as the others are
    sketch = Sketch()
    ends = []
    for width, kernel in zip(INCEPTION_3A[:3], (1, 3, 5), strict=True):
        name = f"conv{kernel}x{kernel}"
        sketch.add(name, Conv2d(out_channels=width, kernel_size=kernel, padding=kernel // 2), "input")
        ends.append(sketch.add(f"{name}.relu", ReLU()))
    ends.append(sketch.add("pool", MaxPool2d(kernel_size=3, stride=1, padding=1), "input"))
    sketch.add("cat", Concat(), *ends)
    return sketch.graph()


def _plain_pair(sizes: Sizes) -> Graph:
    """Return two 3 × 3 convolutions, as a basic block without its skip."""
    sketch = Sketch()
    for place in (1, 2):
        sketch.add(f"conv{place}", Conv2d(out_channels=sizes["C"], padding=1, bias=False))
        sketch.add(f"bn{place}", BatchNorm2d())
        sketch.add(f"relu{place}", ReLU())
    return sketch.graph()


def _separable(sizes: Sizes) -> Graph:
    sketch, kernel = Sketch(), sizes["k"]
    sketch.add("depthwise", Conv2d(out_channels=sizes["C"], kernel_size=kernel, padding=kernel // 2,
                                   groups=sizes["C"], bias=False))
    sketch.add("pointwise", Conv2d(out_channels=sizes["D"], kernel_size=1, bias=False))
    return sketch.graph()


def _full(sizes: Sizes) -> Graph:
    kernel = sizes.get("k", 3)
    return Graph.chain(Conv2d(out_channels=sizes.get("D", sizes["C"]), kernel_size=kernel, padding=kernel // 2,
                              bias=False))


def _full_chain(sizes: Sizes) -> Graph:
    """Return as many full convolutions as a dense block has layers, each of as many maps as that hands on."""
    sketch, wide = Sketch(), sizes["C"] + sizes["L"] * sizes["g"]
    for place in range(1, sizes["L"] + 1):
        _bent(sketch, f"layer{place}", Conv2d(out_channels=wide, padding=1, bias=False))
    return sketch.graph()


def _windows(sizes: Sizes) -> Graph:
    """Return convolutions of 3 px behind each other, each with its ReLU."""
    return Graph.chain(*[layer for _place in range(sizes["n"])
                         for layer in (Conv2d(out_channels=sizes["C"], padding=1, bias=False), ReLU())])


def _one_window(sizes: Sizes) -> Graph:
    reach = sizes["n"]
    return Graph.chain(Conv2d(out_channels=sizes["C"], kernel_size=2 * reach + 1, padding=reach, bias=False), ReLU())


def _channels(usual: int, most: int = 1024, step: int = 8, title: str = N_("Channels")) -> BlockSize:
    return BlockSize("C", title, usual, step, most, step)


def _side(usual: int) -> BlockSize:
    return BlockSize("H", N_("Side of the maps, px"), usual, 8, 112)


IN = N_("Channels in")
DESIGNS: Mapping[str, BlockDesign] = MappingProxyType({
    "windows": BlockDesign(
        title=N_("Small windows"), plain=N_("One large window"),
        says=message("VGG’s rule: windows of 3 px behind each other see as much as one large window, with fewer "
                     "weights and a ReLU after each of them."),
        source="Simonyan & Zisserman (2014), arXiv:1409.1556, section 2.3",
        sizes=(_channels(64, 512), BlockSize("n", N_("Windows of 3 × 3 in a row"), 2, 2, 4), _side(32)),
        draw=_windows, draw_plain=_one_window),
    "inception": BlockDesign(
        title=N_("Inception"), plain=N_("Naive, without 1 × 1"),
        says=message("Four windows look at the same maps, and their results are stacked. The 1 × 1 convolutions "
                     "before the large windows make few maps of many, so that these cost little."),
        source="Szegedy et al. (2014), arXiv:1409.4842, block 3a",
        sizes=(_channels(192, 832, 16, IN), BlockSize("R", N_("Maps before the 3 × 3"), 96, 8, 192, 8),
               BlockSize("Q", N_("Maps before the 5 × 5"), 16, 4, 64, 4), _side(28)),
        draw=_inception, draw_plain=_naive_inception),
    "residual": BlockDesign(
        title=N_("Residual"), plain=N_("The same without the skip"),
        says=message("The input is added to what two convolutions make of it. The skip has no weights: it costs one "
                     "addition per value, and lets gradients pass unchanged."),
        source="He, Zhang, Ren & Sun (2015), arXiv:1512.03385, figure 5, left",
        sizes=(_channels(64, 512), _side(56)), draw=lambda sizes: basic_block(sizes["C"]), draw_plain=_plain_pair),
    "bottleneck": BlockDesign(
        title=N_("Bottleneck"), plain=N_("Two 3 × 3 at full width"),
        says=message("A 1 × 1 convolution leaves a quarter of the maps, the 3 × 3 works on those, and another 1 × 1 "
                     "makes them as many as before."),
        source="He, Zhang, Ren & Sun (2015), arXiv:1512.03385, figure 5, right",
        sizes=(_channels(256, 2048, 64), _side(56)), draw=lambda sizes: bottleneck(sizes["C"] // 4),
        draw_plain=lambda sizes: basic_block(sizes["C"])),
    "separable": BlockDesign(
        title=N_("Separable"), plain=N_("One full convolution"),
        says=message("First each map is filtered on its own (depthwise), then a 1 × 1 convolution mixes the maps "
                     "(pointwise). A full convolution does both at once, and pays for every pair of maps."),
        source="Chollet (2017), Xception, arXiv:1610.02357; Howard et al. (2017), MobileNets, arXiv:1704.04861",
        sizes=(_channels(128, title=IN), BlockSize("D", N_("Channels out"), 256, 8, 1024, 8),
               BlockSize("k", N_("Kernel, px"), 3, 3, 7, 2), _side(28)), draw=_separable, draw_plain=_full),
    "dense": BlockDesign(
        title=N_("Dense"), plain=N_("Full convolutions, as wide"),
        says=message("Each layer reads all maps before it, and adds a few of its own: nothing has to be computed "
                     "twice, so few new maps per layer are enough."),
        source="Huang, Liu, van der Maaten & Weinberger (2016), DenseNet, arXiv:1608.06993",
        sizes=(_channels(64, 512, title=IN), BlockSize("g", N_("New maps per layer"), 32, 4, 64, 4),
               BlockSize("L", N_("Layers in the block"), 6, 2, 12), _side(56)),
        draw=lambda sizes: dense_block(sizes["g"], sizes["L"]), draw_plain=_full_chain),
    "squeeze": BlockDesign(
        title=N_("Squeeze-and-excitation"), plain=N_("One 3 × 3 that it stands behind"),
        says=message("Each map is squeezed into its mean, two small layers make a gate of all means, and each map is "
                     "multiplied by its gate. Beside a convolution that costs next to nothing."),
        source="Hu, Shen & Sun (2017), arXiv:1709.01507",
        sizes=(_channels(256), BlockSize("r", N_("Reduction"), 16, 2, 32, 2), _side(28)),
        draw=lambda sizes: squeeze_excitation(sizes["C"], sizes["r"]), draw_plain=_full),
    "inverted": BlockDesign(
        title=N_("Inverted residual"), plain=N_("The same with a full 3 × 3"),
        says=message("A bottleneck turned round: few maps outside, many inside, where a depthwise convolution is "
                     "cheap. The last convolution has no ReLU behind it, since few maps have no values to lose."),
        source="Sandler et al. (2018), MobileNetV2, arXiv:1801.04381",
        sizes=(_channels(24, 320), BlockSize("t", N_("Expansion"), 6, 1, 10), _side(56)),
        draw=lambda sizes: inverted_residual(sizes["C"], sizes["t"]),
        draw_plain=lambda sizes: inverted_residual(sizes["C"], sizes["t"], middle="full")),
})
"""By the names that links use; in the order of a list."""
