"""What an answer costs: our analysis against torchinfo's summary of the same network, in the same run."""

from statistics import median

import pytest
import torchinfo
import torchvision

from explorer.graph import PRESETS, analyse
from explorer.graph.report import _facts
from tests.benchmarks.timing import seconds

TARGET = 100    # a cold analysis is this many times as fast as torchinfo


def milliseconds(answer, *, times, before=lambda: None):
    """Return the median time of ``answer()``, ms; ``before`` is not timed."""
    found = []
    for _ in range(times):
        before()
        found.append(1000 * seconds(answer))
    return median(found)


@pytest.mark.parametrize("name", ["resnet18", pytest.param("vgg16", marks=pytest.mark.full),
                                  pytest.param("resnet50", marks=pytest.mark.full)])
def test_an_analysis_against_torchinfo(name, bench):
    preset = PRESETS[name]
    graph, shape = preset.graph, preset.input_shape
    model = getattr(torchvision.models, name)(weights=None, **({"init_weights": False} if name == "vgg16" else {}))
    cold = milliseconds(lambda: analyse(graph, shape), times=bench.rounds(50), before=_facts.cache_clear)
    warm = milliseconds(lambda: analyse(graph, shape), times=bench.rounds(50))
    other = milliseconds(lambda: torchinfo.summary(model, (1, *shape), verbose=0), times=bench.rounds(3))
    bench.tells(f"{name}: cold {cold:.2f} ms, warm {warm:.2f} ms, torchinfo {other:.0f} ms: "
                f"{other / cold:.0f} times cold, {other / warm:.0f} times warm (target {TARGET} times)")
    assert analyse(graph, shape).params == sum(weight.numel() for weight in model.parameters())
