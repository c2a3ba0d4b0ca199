"""What the app and its worker compute while nobody is there: a laptop's battery pays for it."""

import time

from tests.benchmarks.processes import cpu_s, family, server
from tests.conftest import ROOT

SECONDS, SETTLED_S = 20.0, 20.0
TARGET = 0.5
"""Per cent of one processor, both together."""


def test_an_app_that_nobody_uses_lets_the_processor_sleep(serve, bench):
    with serve(ROOT / "app.py") as url:
        time.sleep(bench.size(SETTLED_S, 0.1))
        app, *worker = family(server(url))
        before = [cpu_s(app), sum(map(cpu_s, worker))]
        time.sleep(bench.size(SECONDS, 0.2))
        after = [cpu_s(app), sum(map(cpu_s, worker))]
    shares = [100 * (now - then) / SECONDS for now, then in zip(after, before, strict=True)]
    bench.tells(f"idle for {SECONDS:.0f} s: app {shares[0]:.2f} %, worker {shares[1]:.2f} %, together "
                f"{sum(shares):.2f} % of a processor (target {TARGET} %)")
    assert sum(before) > 0
