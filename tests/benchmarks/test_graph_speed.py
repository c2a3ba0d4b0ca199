"""What an answer costs: our analysis against torchinfo's summary of the same network, in the same run."""

from statistics import median
from time import perf_counter

import pytest
import torchinfo
import torchvision

from explorer.graph import PRESETS, analyse
from explorer.graph.report import _facts

pytestmark = pytest.mark.benchmark
TARGET = 100    # a cold analysis is this many times as fast as torchinfo


def milliseconds(answer, *, times, before=lambda: None):
    """Return the median time of ``answer()``, ms; ``before`` is not timed."""
    found = []
    for _ in range(times):
        before()
        start = perf_counter()
        answer()
        found.append(1000 * (perf_counter() - start))
    return median(found)


@pytest.mark.parametrize("name", ["vgg16", "resnet50"])
def test_an_analysis_against_torchinfo(name, capsys):
    preset = PRESETS[name]
    graph, shape = preset.graph, preset.input_shape
    model = getattr(torchvision.models, name)(weights=None, **({"init_weights": False} if name == "vgg16" else {}))
    cold = milliseconds(lambda: analyse(graph, shape), times=50, before=_facts.cache_clear)
    warm = milliseconds(lambda: analyse(graph, shape), times=50)
    other = milliseconds(lambda: torchinfo.summary(model, (1, *shape), verbose=0), times=3)
    with capsys.disabled():
        print(f"\n{name}: cold {cold:.2f} ms, warm {warm:.2f} ms, torchinfo {other:.0f} ms: "
              f"{other / cold:.0f} times cold, {other / warm:.0f} times warm (target {TARGET} times)")
    assert analyse(graph, shape).params == torchinfo.summary(model, (1, *shape), verbose=0).total_params
