"""A chain as a short ``nn.Sequential``: what stands several times in a row is written once and looped over."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from explorer.errors import Message, SpecError, message
from explorer.graph.graph import INPUT, Graph
from explorer.graph.layers.special import LayerNorm2d, LayerScale
from explorer.graph.layers.unread import Unread
from explorer.graph.pytorch import module_source
from explorer.graph.report import Report, analyse
from explorer.graph.shapes import Shape, shape_text

LEAST_SAVED = 3
"""Lines that a loop must save, since it takes two of its own."""


def is_chain(graph: Graph) -> bool:
    """Say whether each layer reads the one before, and torch has a module for each."""
    names = [INPUT, *graph.places]
    return all(node.inputs == (before,) and not isinstance(node.layer, LayerNorm2d | LayerScale | Unread)
               for node, before in zip(graph, names, strict=False))


def to_sequential(graph: Graph, input_shape: Shape, *, say: Callable[[Message], str] = str) -> str:
    """Return the source of ``model``, an ``nn.Sequential``; shapes stand behind its layers.

    ``say`` returns the sentence above it as text; by default in English.

    Raises:
        SpecError: the network has branches, or a step that torch has no module for.
        ShapeError: it cannot be computed for ``input_shape``.
    """
    if not is_chain(graph):
        raise SpecError("This network has branches, or steps that are no module, so it is no nn.Sequential. Take its "
                        "PyTorch code as a class.")
    report = analyse(graph, input_shape)
    about = say(message("Input: N × {shape}. Parameters: {params:,}.", shape=shape_text(report.input_shape),
                        params=report.params))
    return "\n".join(["import torch", "from torch import nn", "", f"# {about}", "model = nn.Sequential(",
                      *_body(report), ")", "", 'if __name__ == "__main__":',
                      f"    print(model.eval()(torch.zeros(1, {', '.join(map(str, input_shape))})).shape)", ""])


def _body(report: Report) -> Iterator[str]:
    made = [module_source(row.layer, row.input_shape) for row in report]
    shapes = [shape_text(row.output_shape or ()) for row in report]
    width = max(map(len, made), default=0) + 1
    place = 0
    while place < len(made):
        period, times = repeated(made, place)
        if times == 1:
            yield f"    {made[place] + ',':<{width}}  # {shapes[place]}"
            place += 1
            continue
        yield f"    *[layer for _ in range({times}) for layer in ("
        yield from (f"        {source}," for source in made[place:place + period])
        place += period * times
        yield f"    )],  # {shapes[place - 1]}"


def repeated(sources: list[str], place: int, *, least_saved: int = LEAST_SAVED) -> tuple[int, int]:
    """Return how many layers from ``place`` on repeat, and how often; ``(1, 1)``: no loop is worth it."""
    best, saved = (1, 1), least_saved - 1
    for period in range(1, (len(sources) - place) // 2 + 1):
        times = 1
        while sources[place + times * period:place + (times + 1) * period] == sources[place:place + period]:
            times += 1
        if (times - 1) * period > saved:
            best, saved = (period, times), (times - 1) * period
    return best
