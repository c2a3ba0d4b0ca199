"""Two ways to end a network: flatten and a linear layer, or global average pooling and a linear layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from explorer.graph import Report, Stack, analyse, from_text

END_SIDES = (32, 48, 64, 96, 128, 160, 192, 224)
"""Of the picture, px."""
END_CHANNELS, END_CLASSES = (8, 512), (2, 1000)
MOST_OUTPUTS = 8
"""Maps that a 1 x 1 convolution puts out at most, where it is shown pixel by pixel."""
BODY = "conv.o16.p1~relu~maxpool~conv.o32.p1~relu~maxpool~conv.o{channels}.p1~relu~maxpool"
ENDS: Mapping[str, str] = {"flatten": "flatten~linear.o{classes}", "pooled": "gap~flatten~linear.o{classes}"}
HEAD = "fc1"


@dataclass(frozen=True, slots=True)
class TwoEnds:
    """The same convolutions with either end.

    Attributes:
        side: of the picture, px.
        channels: maps that the last convolution puts out.
        classes: scores that the linear layer puts out.
    """

    side: int = 32
    channels: int = 64
    classes: int = 10

    def stack(self, end: str) -> Stack:
        """Return the whole network with one of ``ENDS``."""
        return Stack(from_text(f"{BODY}~{ENDS[end]}".format(channels=self.channels, classes=self.classes)),
                     (3, self.side, self.side))

    def report(self, end: str) -> Report:
        """Return every number of the whole network with one of ``ENDS``."""
        return _report(self, end)

    def end_alone(self, end: str) -> Report:
        """Return every number of one of ``ENDS`` for the maps that it receives."""
        text = ENDS[end].format(classes=self.classes)
        return analyse(from_text(text), (self.channels, self.map_side, self.map_side))

    @property
    def map_side(self) -> int:
        """Return the side of the maps that the end receives."""
        shape = self.report("flatten")["pool3"].output_shape or (0, 0, 0)
        return shape[-1]

    def params(self, end: str) -> int:
        """Return the parameters of the linear layer behind one of ``ENDS``."""
        return self.report(end)[HEAD].params


@lru_cache(maxsize=256)
def _report(ends: TwoEnds, end: str) -> Report:
    stack = ends.stack(end)
    return analyse(stack.graph, stack.input_shape)
