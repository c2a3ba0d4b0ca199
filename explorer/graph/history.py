"""What a reader has built, and the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from explorer.graph.graph import Graph
from explorer.graph.shapes import Shape

DEPTH = 100


@dataclass(frozen=True, slots=True)
class Stack:
    """A network and the shape of its input."""

    graph: Graph
    input_shape: Shape


@dataclass(frozen=True, slots=True)
class History:
    """The stack now, those before it, and those that were undone; the last ``DEPTH`` of each."""

    now: Stack
    past: tuple[Stack, ...] = ()
    future: tuple[Stack, ...] = ()

    def then(self, stack: Stack) -> History:
        """Return the history after a change; a change that changes nothing is not remembered."""
        return self if stack == self.now else History(stack, (*self.past, self.now)[-DEPTH:])

    def undo(self) -> History:
        """Return the history one step back, or as it is at its beginning."""
        if not self.past:
            return self
        return replace(self, now=self.past[-1], past=self.past[:-1], future=(self.now, *self.future)[:DEPTH])

    def redo(self) -> History:
        """Return the history one step forward again, or as it is at its end."""
        if not self.future:
            return self
        return replace(self, now=self.future[0], past=(*self.past, self.now)[-DEPTH:], future=self.future[1:])
