"""What a reader looks at on *Architectures*.

The link holds ``view``, the open part, and what was chosen in the parts where it is not what they start with. Whatever
is wrong in it is named, and the nearest shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from explorer.errors import Message, message
from explorer.experiments import BREAKS, BROKEN
from explorer.milestones import DESIGNS, MILESTONES
from pages.ui.state.page_state import Codec, PageState

VIEWS = ("timeline", "network", "blocks", "compare", "after", "broken")
SHOWN_CHARS, MOST_CHARS = 40, 120
DIGITS = tuple("0123456789")


@dataclass(frozen=True, slots=True)
class Tour:
    """What is open; all fields are texts, and stand in the link under their names."""

    view: str = VIEWS[0]
    network: str = "alexnet"
    """One of `MILESTONES`."""
    version: str = ""
    """Of the network; empty: the first."""
    layer: str = ""
    """The layer that is selected in its picture."""
    block: str = "inception"
    """One of `DESIGNS`."""
    sizes: str = ""
    """Of the block, where they are not the paper's: ``C192.H28``."""
    drawn: str = "block"
    """What the picture of *Blocks* shows: it, or the plainer network."""
    beside: str = "alexnet.vgg16.resnet50.mobilenet_v2"
    """Names of the networks that are compared, with dots between them."""
    recipes: str = "first"
    """Which weights the classifiers have in the charts of *Compare*."""
    patch: str = "6.6"
    """Row and column of the patch in *What came after*, counted from 1."""
    broken: str = BROKEN[0]
    """The network of *Break it*."""
    harm: str = next(iter(BREAKS))
    """What is done to it, one of `BREAKS`."""
    part: str = ""
    """The block, or layer, that is left out; empty, or none there is: one in the middle."""
    bet: str = ""
    """The reader's guess of what is left, per cent; empty: none yet; ``-``: they look without one."""
    seen: str = ""
    """Behind which block maps are shown; empty, or none there is: one in the middle."""
    digit: str = "3"
    """What LeNet-5 is shown."""


_VERSIONS = tuple(version.name for milestone in MILESTONES.values() for version in milestone.versions)
KNOWN: dict[str, tuple[str, ...]] = {
    "view": VIEWS, "network": tuple(MILESTONES), "version": ("", *_VERSIONS), "block": tuple(DESIGNS),
    "drawn": ("block", "plain"), "recipes": ("first", "newest", "all"), "broken": BROKEN,
    "harm": tuple(BREAKS), "bet": ("", "-", *map(str, range(101))),
    "digit": DIGITS,
}
"""Fields that have a choice, and what can be chosen; others take any text of at most `MOST_CHARS` characters."""


class TourCodec(Codec[Tour]):
    """How that stands in a link."""

    names = tuple(field.name for field in fields(Tour))

    def read(self, link: Mapping[str, str], first: Tour) -> tuple[Tour, tuple[Message, ...]]:
        """Return what is nearest to a link, and what is wrong with it."""
        told = {name: link[name] for name in self.names if name in link}
        wrong = {name: text for name, text in told.items() if not _is_known(name, text)}
        said = [message("{name} is {text!r}, but can be {known}; {used} is used.", name=name, text=text[:SHOWN_CHARS],
                        known=", ".join(KNOWN.get(name, ())), used=getattr(first, name))
                for name, text in wrong.items()]
        return replace(first, **{name: text for name, text in told.items() if name not in wrong}), tuple(said)

    def write(self, value: Tour) -> dict[str, str]:
        """Return the link; what is as it was at the start is left out, but for the open part."""
        first = Tour()
        return {name: getattr(value, name) for name in self.names
                if name == "view" or getattr(value, name) != getattr(first, name)}


def _is_known(name: str, text: str) -> bool:
    return text in KNOWN[name] if name in KNOWN else len(text) <= MOST_CHARS


state = PageState("ar", TourCodec())
