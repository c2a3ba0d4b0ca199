"""Short links: five signs for a page and its parameters, for a while, with limits; two servers see the same."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from explorer.errors import LimitError, TaskError
from explorer.homework import ShortLinks, short_links
from explorer.homework.shortened import DAY_S, LENGTH, LONGEST_TARGET, SIGNS
from explorer.settings import Settings

TARGET = "pixels?side=8&photo=Moon"


@pytest.fixture
def clock():
    """Time that a test sets, s."""
    return [1_000_000.0]


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'data' / 'jobs.sqlite'}"


@pytest.fixture
def links(url, clock):
    made = ShortLinks(url, clock=lambda: clock[0])
    yield made
    made.close()


@pytest.fixture
def limits(monkeypatch):
    def set_to(**values):
        monkeypatch.setattr("explorer.homework.shortened.settings", lambda: Settings(**values))

    return set_to


def test_a_code_is_short_can_be_told_and_leads_to_its_page(links):
    code = links.make("ann", TARGET)
    assert len(code) == LENGTH
    assert set(code) <= set(SIGNS)
    assert not set(SIGNS) & set("aeiou01l")
    assert links.target(code) == links.target(code.upper()) == TARGET


def test_the_same_link_of_the_same_reader_keeps_its_code(links):
    assert links.make("ann", TARGET) == links.make("ann", TARGET)
    assert links.make("bob", TARGET) != links.make("ann", TARGET)
    assert links.make("ann", "pixels") != links.make("ann", TARGET)


@pytest.mark.parametrize("code", ["", "zzzzz", "bcdf", "bcdfgh", "bcdfa", "' OR 1", "%%%%%", "bcdfg" * 999, "ünder"])
def test_other_codes_lead_nowhere(links, code):
    links.make("ann", TARGET)
    assert links.target(code) is None


def test_where_nothing_was_shortened_nothing_is_made(links, tmp_path):
    assert links.target("bcdfg") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["", "pixels", "?lang=ko", "step_through?x=%EA%B0%80~1",
                                    "build_stack?" + "a" * 7900])
def test_any_state_of_a_page_can_be_shortened(links, target):
    assert links.target(links.make("ann", target)) == target


@pytest.mark.parametrize("target", [
    "/evil.example", "//evil.example", "https://evil.example", "pixels\r\nx: y", "pixels#top", "pixels/../x", "Pixels",
    "pixels?a b", "pixels?가", "\\evil", "x" * (LONGEST_TARGET + 1), "pixels?" + "a" * LONGEST_TARGET])
def test_what_is_no_page_of_ours_cannot(links, target):
    with pytest.raises(TaskError, match="no page of this app"):
        links.make("ann", target)


def test_it_ends_half_a_year_after_its_last_use(links, clock):
    code, other = links.make("ann", TARGET), links.make("ann", "pixels")
    clock[0] += 100 * DAY_S
    assert links.target(code) == TARGET  # used: its time begins again
    clock[0] += 100 * DAY_S
    assert (links.target(code), links.target(other)) == (TARGET, None)
    clock[0] += 181 * DAY_S
    assert links.target(code) is None


def test_what_has_ended_makes_room(links, clock, limits):
    limits(short_links=1)
    links.make("ann", TARGET)
    clock[0] += 181 * DAY_S
    assert links.target(links.make("bob", "pixels")) == "pixels"


@pytest.mark.parametrize(("most", "second"), [({"short_links_per_reader": 2}, "ann"), ({"short_links": 2}, "bob")])
def test_there_are_so_many_of_a_reader_and_of_all(links, limits, most, second):
    limits(**most)
    kept = [links.make("ann", TARGET), links.make(second, "pixels")]
    with pytest.raises(LimitError, match="There are 2 short links"):
        links.make(second, "jobs")
    assert links.make("ann", TARGET) == kept[0]  # what is there already is told again
    assert None not in map(links.target, kept)


def test_one_readers_limit_is_not_anothers(links, limits):
    limits(short_links_per_reader=1)
    assert links.make("ann", TARGET) != links.make("bob", TARGET)


def test_a_code_that_is_taken_is_not_given_again(url):
    chosen = iter("bbbbb" + "bbbbb" + "ccccc")
    links = ShortLinks(url, choose=lambda _signs: next(chosen))
    assert [links.make("ann", "pixels"), links.make("ann", "jobs")] == ["bbbbb", "ccccc"]
    assert [links.target("bbbbb"), links.target("ccccc")] == ["pixels", "jobs"]


def test_another_server_knows_them_and_many_may_ask_at_once(links, url):
    other = ShortLinks(url)
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda at: links.make(f"reader{at % 3}", f"pixels?side={at}"), range(24)))
    assert len(set(codes)) == 24
    assert other._clock() > 0
    with closing(sqlite3.connect(links._file)) as connection:
        assert connection.execute("SELECT count(*) FROM explorer_short_links").fetchone() == (24,)


def test_readers_are_not_named_in_the_database(links):
    links.make("ann-secret-cookie", TARGET)
    assert b"ann-secret" not in links._file.read_bytes()


def test_a_file_that_was_put_aside_is_made_again(links):
    links.make("ann", TARGET)
    links._file.unlink()
    links.close()
    code = links.make("ann", "pixels")
    assert links.target(code) == "pixels"


def test_a_database_that_stays_away_is_said(links, monkeypatch):
    monkeypatch.setattr("explorer.homework.shortened.PATIENCE_S", 0.2)
    links._file.parent.mkdir()
    links._file.write_bytes(b"no database at all" * 99)
    with pytest.raises(TaskError, match="Long ones do"):
        links.make("ann", TARGET)


def test_a_server_has_one_list():
    assert short_links() is short_links()
