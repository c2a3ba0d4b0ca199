"""Admin: what it says is what is there, and nobody but an admin sees or does anything."""

from __future__ import annotations

import time

import pytest

from explorer.accounts import Role
from explorer.jobs import owner_of
from explorer.monitoring.faults import FaultKind
from explorer.runtime import switches
from pages.ui import admins
from pages.ui.account import role
from tests.pages.admin.conftest import SECRET
from tests.pages.page import checked, opened_page, text_of


def unlocked():
    """Open the page and write the secret."""
    at = opened_page("admin")
    at.text_input(key="ad_secret").set_value(SECRET)
    return checked(at.button(key="ad_open").click().run())


def tiles(at):
    return {metric.label: metric.value for metric in at.metric}


def keys(at):
    return {button.key for button in at.button}


def test_a_reader_is_told_whom_the_page_is_for_and_sees_nothing_else(book, configure):
    configure(admin_secret="")
    at = opened_page("admin")
    assert text_of(at).startswith("This page is for admins of this server.")
    assert not at.metric
    assert not at.text_input


def test_the_secret_opens_the_page_for_this_visit_alone(book):
    assert tiles(unlocked())
    assert not opened_page("admin").metric


@pytest.mark.parametrize("wrong", ["", "a secret of this serve", SECRET.upper(), "x" * 200, "비밀"])
def test_a_wrong_secret_opens_nothing_and_is_not_kept(book, wrong):
    at = opened_page("admin")
    at.text_input(key="ad_secret").set_value(wrong)
    at.button(key="ad_open").click().run()
    assert not at.metric
    assert "not the secret" in at.error[0].value
    assert at.session_state["ad_secret"] == ""


def test_tries_are_limited_also_for_the_right_secret(book):
    at = opened_page("admin")
    for _ in range(admins.OWN_TRIES):
        at.text_input(key="ad_secret").set_value("wrong")
        at.button(key="ad_open").click().run()
    at.text_input(key="ad_secret").set_value(SECRET)
    at.button(key="ad_open").click().run()
    assert "too many tries" in at.error[0].value
    assert not at.metric


@pytest.mark.parametrize(("found", "is_open"), [(Role.READER, False), (Role.TEACHER, False), (Role.ADMIN, True)])
def test_the_role_of_a_login_opens_it_to_admins_alone(book, monkeypatch, found, is_open):
    monkeypatch.setattr(role, "role", lambda: found)
    assert bool(opened_page("admin").metric) is is_open


def test_another_secret_ends_what_the_old_one_opened(book, configure):
    at = unlocked()
    configure(admin_secret="another secret of this server")
    assert not at.run().metric


def test_an_idle_server_says_so_in_words(book):
    book.beat("w", {"kind": "worker", "version": "1"}, {})
    said = text_of(unlocked())
    for sentence in ("No job runs or waits.", "No errors.", "No page was opened in the last hour.", "Nothing is kept.",
                     "Uploads are on.", "Downloads are on."):
        assert sentence in said


def test_numbers_are_those_that_processes_told(book):
    book.beat("a", {"kind": "app", "pages": {"pixels": 2}, "waiting": {"cpu": 3}, "version": "1"}, {})
    book.beat("b", {"kind": "app", "pages": {"pixels": 1, "home": 4}, "version": "1"}, {})
    book.beat("w", {"kind": "worker", "version": "1"}, {FaultKind("KeyError", "page", "x.py:1 f"): 1234})
    at = unlocked()
    shown = tiles(at)
    assert (shown["Readers now"], shown["App processes"], shown["Workers alive"]) == ("7", "2", "1")
    assert shown["Errors, last hour"] == "1,234"
    assert "Where readers are: `home` 4, `pixels` 3" in text_of(at)
    assert "Errors in the last hour: 1,234" in at.warning[0].value
    assert at.code[0].value == "x.py:1 f"


def test_jobs_of_all_are_counted_and_nobody_is_named(desk, book):
    desk.add("one", "running", started=time.time() - 600, worker="vm-0")
    desk.add("two", "queued", place=1, created=time.time() - 7200)
    desk.add("three", "queued", place=2, created=time.time() - 60)
    desk.add("four", "done", ended=time.time() - 300)
    at = unlocked()
    shown, said = tiles(at), text_of(at)
    assert shown["Jobs waiting"] == "2"
    assert "has run for 10 min · on vm-0" in said
    assert "A job has waited for 120 min" in said
    assert f"reader {owner_of('ada')[:6]}" in said
    assert "ada" not in said


def test_a_job_is_stopped_after_a_second_press(desk, book):
    desk.add("one", "running", started=time.time())
    at = unlocked()
    assert desk.asked == []
    checked(at.button(key="ad_stop_one").click().run())
    assert desk.asked == [("stop", "one")]
    assert tiles(at)["Jobs waiting"] == "0"
    assert "ad_stop_one" not in keys(at)


@pytest.mark.parametrize("button", ["ad_stop_one", "ad_switch_uploads", "ad_switch_downloads", "ad_empty"])
def test_what_a_browser_sends_of_these_buttons_is_refused_once_it_is_no_admins(desk, book, button, configure):
    """The message is that of an admin's own page, sent after the right to it has ended: as a forged one would be."""
    desk.add("one", "running", started=time.time())
    book.beat("a", {"kind": "app", "caches": [["x", 1, 70000, 80000, True]]}, {})
    at = unlocked()
    configure(admin_secret="another secret of this server")
    checked(at.button(key=button).click().run())
    assert desk.asked == []
    assert book.switches() == {}
    assert at.session_state[admins.REFUSED].template.startswith("Only admins")
    assert not at.metric


def test_a_reader_has_no_button_that_could_be_pressed(desk, book):
    desk.add("one", "running")
    assert not {key for key in keys(opened_page("admin")) if key and key.startswith(("ad_stop", "ad_switch"))}


def test_a_pass_cannot_be_guessed_from_the_outside(book):
    for guess in (True, SECRET, "admin", ""):
        at = opened_page("admin")
        at.session_state["admin_pass"] = guess
        assert not at.run().metric


def test_uploads_are_switched_off_for_all_and_on_again(book):
    at = unlocked()
    checked(at.button(key="ad_switch_uploads").click().run())
    assert book.switches()["uploads"][0] == "off"
    assert switches.why_no_uploads()
    assert "Uploads are off since just now" in text_of(at)
    checked(at.button(key="ad_switch_uploads").click().run())
    assert switches.why_no_uploads() is None


def test_what_the_settings_switch_off_cannot_be_switched_on(book, configure):
    configure(downloads="off")
    at = unlocked()
    assert "EXPLORER_DOWNLOADS" in text_of(at)
    assert "ad_switch_downloads" not in keys(at)


def test_caches_are_added_up_and_emptied_everywhere(book):
    for name in ("a", "b"):
        book.beat(name, {"kind": "app", "caches": [["explorer.x", 2, 70_000, 100_000, True]]}, {})
    at = unlocked()
    row = next(table.value.iloc[0] for table in at.table if "Cache" in table.value.columns)
    assert (row["Cache"], row["Entries"], row["Size"], row["At most"]) == (r"explorer\.x", "4", "140 kB", "200 kB")
    checked(at.button(key="ad_empty").click().run())
    assert "caches_emptied" in book.switches()


def test_a_database_that_is_away_is_told_of_and_the_page_stays(book, monkeypatch):
    monkeypatch.setattr("explorer.monitoring.status_book.PATIENCE_S", 0.0)
    at = unlocked()
    monkeypatch.setattr(book, "_make_tables", lambda: (_ for _ in ()).throw(OSError("gone")))
    checked(at.run())
    assert "does not answer" in at.error[0].value


def test_disk_and_versions_are_told(book, tmp_path):
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "a.zip").write_bytes(b"x" * 12_345)
    at = unlocked()
    time.sleep(0.3)
    checked(at.run())
    disk = next(table.value for table in at.table if "Kind" in table.value.columns)
    assert dict(zip(disk["Kind"], disk["Size"], strict=True))["Readers' ZIP files"] == r"12\.3 kB"
    assert "SQLite" in text_of(at)
