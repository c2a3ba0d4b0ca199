"""What an admin has switched off is refused, with a sentence that says who did and what else there is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Timer

import pytest

from explorer import networks, training
from explorer.errors import LimitError
from explorer.runtime import switches
from explorer.runtime.switches import DOWNLOADS, UPLOADS, follow, is_on


@pytest.fixture(autouse=True)
def _all_on_afterwards() -> Iterator[None]:
    yield
    follow({})


def test_without_a_word_from_an_admin_everything_is_on():
    assert is_on(DOWNLOADS)
    assert is_on(UPLOADS)
    switches.refuse_uploads()
    switches.refuse_downloads()


@pytest.mark.parametrize(("name", "refuse"), [(UPLOADS, switches.refuse_uploads),
                                              (DOWNLOADS, switches.refuse_downloads)])
def test_what_is_off_is_refused_and_says_who_did_it_and_what_works(name, refuse):
    follow({name: "off"})
    with pytest.raises(LimitError, match=f"An admin of this server has switched off {name}.*come back later"):
        refuse()
    follow({name: "on"})
    refuse()


def test_one_switch_leaves_the_other_alone():
    follow({UPLOADS: "off"})
    assert is_on(DOWNLOADS)
    assert not is_on(UPLOADS)


def test_what_the_settings_switch_off_stays_off(configure):
    configure(downloads="off")
    follow({DOWNLOADS: "on"})
    assert not is_on(DOWNLOADS)


def test_weights_and_data_sets_are_not_fetched(configure, tmp_path):
    configure(data=tmp_path)
    follow({DOWNLOADS: "off"})
    chosen = next(entry for entry in networks.catalogue() if entry.name == "torchvision/resnet18").weight_set()
    with pytest.raises(LimitError, match="An admin"):
        networks.download(chosen)
    with pytest.raises(LimitError, match="An admin"):
        training.download_set("cifar10")


def test_whoever_asks_before_it_is_known_waits():
    switches.awaited()
    Timer(0.2, follow, [{UPLOADS: "off"}]).start()
    began = time.monotonic()
    assert not is_on(UPLOADS)
    assert time.monotonic() - began > 0.1


def test_where_the_database_is_away_at_the_start_nobody_waits_for_ever():
    switches.awaited()
    Timer(0.1, switches.heard).start()
    assert is_on(UPLOADS)
