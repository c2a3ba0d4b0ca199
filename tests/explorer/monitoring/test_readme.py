"""What the chapter about watching says is what is told."""

from __future__ import annotations

import re

import pytest

import pages.ui.errors
import pages.ui.requests  # noqa: F401
from explorer.monitoring import metrics_text
from explorer.runtime.counts import MOST
from explorer.settings import Settings
from tests.contracts.repository import ROOT

CHAPTER = (ROOT / "explorer" / "monitoring" / "README.md").read_text(encoding="utf-8")
ENDS = ("_bucket", "_sum", "_count")


def test_each_metric_is_listed_and_each_that_is_listed_is_told():
    listed = set(re.findall(r"`(explorer_\w+?)(?:\{[\w,]+\})?`", CHAPTER))
    told = set()
    for line in metrics_text({}).decode().splitlines():
        if found := re.match(r"# TYPE (explorer_\w+) (\w+)", line):
            told.add(found[1])
    assert {name for name in listed - told if not name.startswith("explorer_device")} == set()
    assert told - listed == set()


def test_labels_are_as_few_as_is_said():
    assert f"none has more than {MOST + 1} values" in CHAPTER


@pytest.mark.parametrize(("deed", "field"), [
    ("uploads", "uploads_per_minute"), ("long computations", "attributions_per_minute"),
    ("jobs submitted or resumed", "jobs_per_hour"), ("rooms opened", "rooms_per_hour"),
    ("short links made", "short_links_per_hour")])
def test_limits_are_those_of_the_settings(deed, field):
    one, address = re.search(rf"\| {deed} \| (\d+) an? \w+ \| ([\d,]+) \|", CHAPTER).groups()
    limits = Settings()
    assert float(one) == getattr(limits, field)
    assert float(address.replace(",", "")) == getattr(limits, field) * limits.readers_per_address
