"""One press of *Back* leaves a page, *Forward* comes back to what was set, and an address holds only its own page's.

One reader goes from every page to every other by the side bar, and all the way back and forth.
"""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import TimeoutError as Late

from pages.contents import ENTRIES

NETWORK = "bundled/resnet20"
SET = {
    "": {}, "jobs": {},
    "pixels": {"side": "32"},
    "step_through": {"scene": "rgb", "at": "3"},
    "classic_filters": {"filters": "gaussian", "colour": "colour"},
    "pooling": {"kernel": "3"},
    "build_stack": {"stack": "conv.o8.p1~relu", "input": "3x32x32", "layer": "relu1"},
    "layers": {"function": "gelu"},
    "receptive_fields": {"network": NETWORK, "layer": "conv1", "unit": "2x3"},
    "architectures": {"view": "timeline"},
    "pixel_to_class": {"network": NETWORK, "layer": "conv1", "at": "2_8_8"},
    "feature_maps": {"network": NETWORK, "layer": "conv1", "channel": "2"},
    "attribution": {"network": NETWORK, "class": "3", "methods": "saliency"},
    "where_is_it": {"ours": "2_2_9_9"},
    "fine_tune": {"data": "digits", "network": NETWORK, "epochs": "3"},
    "exercises": {"kind": "iou", "seed": "7"},
    "classroom": {"kind": "iou", "level": "2"},
    "lessons": {"plan": "3"},
}
"""What the reader sets on each page, as its link says it."""
LEG = 24
"""Pages that are gone through before the reader goes back; a browser keeps 50 steps of a tab."""
ARRIVED = """([name, search, title]) => location.pathname === `/${name}` && location.search === search
  && document.querySelector('h1')?.innerText === title"""
FOLLOW = "url => { history.pushState({}, '', url); dispatchEvent(new PopStateEvent('popstate')); }"


def through_all_pairs(names):
    """Return a path that goes from each name to each other exactly once: an Euler circuit (Hierholzer 1873)."""
    ways = {name: [other for other in names if other != name] for name in names}
    path, circuit = [names[0]], []
    while path:
        if ways[path[-1]]:
            path.append(ways[path[-1]].pop())
        else:
            circuit.append(path.pop())
    return circuit[::-1]


def test_the_path_goes_through_all_pairs():
    path = through_all_pairs(list(SET))
    assert set(SET) == {"", *(entry.name for entry in ENTRIES)}
    assert len(path) == 1 + len(SET) * (len(SET) - 1)
    assert len(set(pairwise(path))) == len(SET) * (len(SET) - 1)


@pytest.fixture
def reader(app_url, new_page, settle):
    """Return the page of a reader who has set something everywhere, and what each page's address says then."""
    page = new_page(alone=True)
    page.goto(app_url)
    settle(page)
    marks = {}
    for name, params in SET.items():
        page.evaluate(FOLLOW, f"/{name}?{urlencode(params)}" if params else f"/{name}")
        page.wait_for_function("([name]) => location.pathname === `/${name}`", arg=[name])
        settle(page)
        search = urlsplit(page.url).query
        marks[name] = f"?{search}" if search else "", page.locator("h1").first.inner_text()
        assert params.items() <= dict(parse_qsl(search)).items()
    return page, marks


def test_back_and_forward_go_from_every_page_to_every_page(reader, settle, pytestconfig):
    """Every run comes to each page once; ``--thorough`` goes from each to each."""
    page, marks = reader
    titles = {name: title for name, (_search, title) in marks.items()}
    assert len(set(titles.values())) == len(titles)

    def arrives(name):
        try:
            page.wait_for_function(ARRIVED, arg=[name, *marks[name]], timeout=30_000)
        except Late:
            parts = urlsplit(page.url)
            assert (parts.path, parts.query, page.locator("h1").first.inner_text()) == (
                f"/{name}", marks[name][0].removeprefix("?"), marks[name][1])
            raise

    def click(name):
        page.locator(f"[data-testid=stSidebarNavLink][href$='/{name}']").click()
        arrives(name)

    path = through_all_pairs(list(SET)) if pytestconfig.getoption("thorough") else list(SET)
    assert set(path) == set(SET)
    click(path[0])
    for first in range(0, len(path) - 1, LEG):
        leg = path[first:first + LEG + 1]
        for name in leg[1:]:
            click(name)
        for name in reversed(leg[:-1]):
            page.go_back(wait_until="commit")
            arrives(name)
        for name in leg[1:]:
            page.go_forward(wait_until="commit")
            arrives(name)
        settle(page)
        arrives(leg[-1])
