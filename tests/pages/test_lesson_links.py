"""Each state that a lesson, a topic or a discussion opens is taken by its page as it stands, and can be drawn."""

from __future__ import annotations

from importlib import import_module

import pytest

from explorer import lessons, networks
from explorer.images import SAMPLES
from pages.fine_tune.start import STEPS
from tests.pages.fuzz_links import Fuzz, stand_ins, watched_log
from tests.pages.links import OPENED, codec_of

LINKS = ({f"{plan.name}.{at}": step.link for plan in lessons.shipped() for at, step in enumerate(plan.steps, 1)}
         | {f"topic {at}": topic.link for at, topic in enumerate(lessons.topics(), 1)}
         | {f"discussion {at}.{place}": page.link for at, one in enumerate(lessons.discussions(), 1)
            for place, page in enumerate(one.pages, 1)})
SILENT = ("attribution", "feature_maps", "pixel_to_class", "receptive_fields")
"""Pages whose codec lets go of what the network does not have: it is known only once the network is open."""
STATES = {(link.page, *sorted(link.values.items())): link for link in LINKS.values()}
ABOUT_LINKS = (":material/link_off:", ":material/rule:")
"""Signs of a message that something in a link could not be taken."""
SOME = 12
"""One of so many states is opened with every run."""


def beside(page):
    """Return the parameters that stand beside those of a page, and what they can be."""
    photos = {"photo", f"{import_module(f'pages.{page}.state').state.prefix}_photo"}
    titles = tuple(sample.title for sample in SAMPLES.values())
    return dict.fromkeys(photos, titles) | ({"part": STEPS} if page == "fine_tune" else {})


@pytest.mark.parametrize("name", LINKS)
def test_the_page_takes_the_link_as_it_stands(name):
    link = LINKS[name]
    known = beside(link.page)
    own = {name: text for name, text in link.values.items() if name not in known}
    codec = codec_of(link.page)
    value, problems = codec.read(own, OPENED[link.page]())
    assert problems == () and set(own) <= set(codec.names)
    assert all(text in known.get(name, (text,)) for name, text in link.values.items())
    assert {name: codec.write(value).get(name, text) for name, text in own.items()} == own


@pytest.mark.parametrize("name", [name for name, link in LINKS.items() if link.page in SILENT])
def test_what_a_page_would_let_go_of_without_a_word_is_there(name):
    link = LINKS[name]
    network = link.values.get("network", "bundled/lenet5")
    assert "layer" not in link.values or link.values["layer"] in networks.load(network).graph.places
    assert network.startswith("stack/") or networks.entry(network)
    assert {*link.values.get("methods", "saliency").split(",")} <= set(networks.attribution.METHODS)
    written = codec_of(link.page).write(codec_of(link.page).read(link.values, OPENED[link.page]())[0])
    assert set(link.values) - {*beside(link.page), "view", "methods"} <= set(written)


def test_states_of_lessons_are_drawn_without_a_word_of_what_is_wrong_with_their_link(request, monkeypatch, tmp_path):
    """Every run opens some, ``--thorough`` all; a page may warn of what a lesson is about."""
    stand_ins(monkeypatch, tmp_path)
    every = 1 if request.config.getoption("--thorough") else SOME
    desks: dict[str, Fuzz] = {}
    found = {}
    with watched_log() as log:
        for link in list(STATES.values())[::every]:
            desk = desks.get(link.page) or desks.setdefault(link.page, Fuzz(link.page))
            log.taken()
            broken = [*desk.open(dict(link.values)), *log.taken(), *(told.value for told in desk.at.error)]
            broken += [told.value for told in desk.at.warning if told.icon in ABOUT_LINKS]
            found |= {str(link): broken} if broken else {}
    assert not found
