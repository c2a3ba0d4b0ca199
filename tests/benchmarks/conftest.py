"""Benchmarks run twofold: once and small with every test run, so that none rots; for real with ``--benchmark``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

HERE = Path(__file__).parent
T = TypeVar("T")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep benchmarks alone with ``--benchmark``; without, leave out those that are too large for a short run."""
    real = config.getoption("benchmark")
    left_out = []
    for item in items:
        ours = HERE in item.path.parents
        if ours:
            item.add_marker(pytest.mark.benchmark)
            if "chromium" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.browser)
        if ours != real and (real or item.get_closest_marker("full")):
            left_out.append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@dataclass(frozen=True, slots=True)
class Bench:
    """How a benchmark is to be run. In a short run nothing is measured: what is printed only shows that it works."""

    real: bool
    say: Callable[[str], None]

    def rounds(self, count: int) -> int:
        """Return how often to measure."""
        return count if self.real else 1

    def size(self, full: T, small: T) -> T:
        """Return how large what is measured is to be."""
        return full if self.real else small

    def tells(self, line: str) -> None:
        """Print a line of results."""
        self.say(line if self.real else f"{line} [short run]")


@pytest.fixture
def bench(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Bench:
    """Return how to run. Results of a real run are printed past pytest, those of a short one are kept for failures."""
    real = request.config.getoption("benchmark")

    def say(line: str) -> None:
        if not real:
            return print(line)
        with capsys.disabled():
            return print(f"\n{line}")

    return Bench(real, say)
