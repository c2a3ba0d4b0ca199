"""Forty readers open a page: what a class does when it is told to follow a link."""

import pytest

from tests.benchmarks.readers import openings

READERS = 40
APART_S = 0.1
TARGET_MS = 300
"""95 of 100 openings are at most this long, on two processors that clients and server share."""
PAGES = ("", "pooling", "step_through", "feature_maps", "attribution")


@pytest.mark.parametrize("page", ["build_stack", *(pytest.param(page, marks=pytest.mark.full) for page in PAGES)])
def test_opening_a_page_by_forty_readers_at_once(app_url, page, bench):
    readers = bench.size(READERS, 3)
    openings(app_url, page, readers=1, apart_s=0)
    for apart_s, how in ((APART_S, f"one every {APART_S} s"), (0, "at the same moment")):
        found = [1e3 * wait for wait in openings(app_url, page, readers=readers, apart_s=apart_s)]
        median, late, last = found[len(found) // 2], found[int(0.95 * len(found))], found[-1]
        bench.tells(f"/{page} opened by {readers} readers, {how}: median {median:.0f} ms, p95 {late:.0f} ms, longest "
                    f"{last:.0f} ms" + (f" (target for p95 {TARGET_MS} ms)" if apart_s else ""))
