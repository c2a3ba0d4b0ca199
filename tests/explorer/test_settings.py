"""Settings from the environment of this server."""

from __future__ import annotations

import ast
import inspect
from dataclasses import fields

import pytest

from explorer.errors import ExplorerError
from explorer.settings import Settings, from_environment, unknown

NUMBERS = [entry for entry in fields(Settings) if not isinstance(entry.default, str)]


def test_without_an_environment_everything_is_at_its_default():
    assert from_environment({}) == Settings()
    assert from_environment({"PATH": "/bin", "EXPLORER": "x", "EXPLORER_NOTHING": "1"}) == Settings()


@pytest.mark.parametrize("entry", NUMBERS, ids=lambda entry: entry.name)
def test_every_number_can_be_set_by_its_name_in_capitals(entry):
    found = from_environment({f"EXPLORER_{entry.name.upper()}": "7"})
    assert getattr(found, entry.name) == 7
    assert type(getattr(found, entry.name)) is type(entry.default)


@pytest.mark.parametrize(("name", "text"), [("DEVICE", "cuda:1"), ("DATA", "/srv/data"), ("DOWNLOADS", "off"),
                                            ("DATABASE_URL", "postgresql://host/db"), ("SECRET", "s" * 20)])
def test_texts_are_taken_as_they_are(name, text):
    assert getattr(from_environment({f"EXPLORER_{name}": text}), name.lower()) == text


@pytest.mark.parametrize(("name", "text", "said"), [
    ("QUEUE", "many", "'many', which is not a number"), ("QUEUE", "1.5", "not a number"), ("QUEUE", "", "not a number"),
    ("QUEUE", "0", "EXPLORER_QUEUE is 0. Set it to a number above 0"), ("TASKS", "-1", "above 0"),
    ("WAIT_S", "nan", "above 0"), ("JOB_SECONDS", "inf", "above 0"), ("WAIT_S", "-inf", "above 0"),
    ("WAIT_S", "1e999", "above 0"), ("QUEUE", "inf", "not a number"),
    ("JOB_SECONDS", "0.0", "above 0"), ("IMAGE_PIXELS", "1e6", "not a number"),
])
def test_what_is_no_number_above_0_is_refused_by_the_variables_name(name, text, said):
    with pytest.raises(ExplorerError, match=f"EXPLORER_{name} is") as caught:
        from_environment({f"EXPLORER_{name}": text})
    assert said in str(caught.value)


@pytest.mark.parametrize(("name", "text", "said"), [
    ("WORKER", "extern", "It can be one of these: app, external. Did you mean external?"),
    ("WORKER", "External", "mean external?"),
    ("WORKER", "", "one of these: app, external"), ("DOWNLOADS", "false", "one of these: on, off"),
    ("DOWNLOADS", "OFF", "mean off?"), ("DEVICE", "gpu", "'gpu', which is no device"), ("DEVICE", "", "no device"),
    ("DEVICE", "cuda:x", "such as cuda:1"), ("DATA", " ", "a folder of its own"),
    ("DATABASE_URL", "mysql://ada:hush@host/jobs", "begins with 'mysql'"),
    ("DATABASE_URL", "jobs.sqlite", "begins with"),
    ("DATABASE_URL", "postgresql+asyncpg://host/jobs", "begins with 'postgresql+asyncpg'"),
    ("DATABASE_URL", "postgresql://ada:hu/sh@host/jobs", "cannot be read as an address"),
    ("SECRET", "hush", "has 4 characters. Use 16 or more"), ("SECRET", f"hush{' ' * 20}", "has 4 characters"),
])
def test_what_is_no_choice_is_refused_with_what_there_is(name, text, said):
    with pytest.raises(ExplorerError, match=f"^EXPLORER_{name} ") as caught:
        from_environment({f"EXPLORER_{name}": text})
    assert said in str(caught.value)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(("name", "text"), [
    ("WORKER", "app"), ("WORKER", "external"), ("DOWNLOADS", "on"), ("DEVICE", "mps"), ("DEVICE", "cpu:0"),
    ("DATABASE_URL", ""), ("DATABASE_URL", "postgres://ada:p%40ss@host:5432/jobs?sslmode=require"),
    ("DATABASE_URL", "postgresql://test@/name?host=/run/pg"), ("DATABASE_URL", "sqlite:////srv/jobs.sqlite"),
    ("SECRET", ""), ("SECRET", "sixteen letters!")])
def test_what_is_a_choice_is_taken(name, text):
    assert getattr(from_environment({f"EXPLORER_{name}": text}), name.lower()) == text


@pytest.mark.parametrize(("name", "said"), [
    ("EXPLORER_IMAGE_PIXEL", "EXPLORER_IMAGE_PIXEL sets nothing. Did you mean EXPLORER_IMAGE_PIXELS?"),
    ("EXPLORER_JOBSQUEUED", "Did you mean EXPLORER_JOBS_QUEUED?"), ("EXPLORER_EPOCH", "mean EXPLORER_EPOCHS?"),
    ("EXPLORER_8501_TCP_PROTO", "EXPLORER_8501_TCP_PROTO sets nothing; README.md lists what can be set.")])
def test_a_name_that_sets_nothing_is_told_with_the_nearest_one(name, said):
    (message,) = unknown({name: "1", "EXPLORER_EPOCHS": "5", "HOME": "/"})
    assert str(message).endswith(said)


@pytest.mark.parametrize("text", ["0.5", "1e3"])
def test_times_may_have_fractions(text):
    assert from_environment({"EXPLORER_WAIT_S": text}).wait_s == float(text)


def test_secrets_do_not_stand_in_what_is_printed():
    shown = repr(from_environment({"EXPLORER_SECRET": "hush-hush-hush-hush", "EXPLORER_DATABASE_URL": "postgresql://p@h"}))
    assert "hush" not in shown
    assert "postgresql" not in shown


def test_every_setting_says_what_it_is_and_in_which_unit():
    (definition,) = (node for node in ast.parse(inspect.getsource(Settings)).body if isinstance(node, ast.ClassDef))
    body = definition.body[1:]
    for entry, doc in zip(body[::2], body[1::2], strict=True):
        assert isinstance(entry, ast.AnnAssign)
        assert isinstance(doc.value, ast.Constant), entry.target.id


def test_limits_of_one_reader_are_within_those_of_the_server():
    chosen = Settings()
    assert chosen.uploads_bytes_per_reader <= chosen.uploads_bytes
    assert chosen.jobs_queued_per_reader <= chosen.jobs_queued
    assert chosen.jobs_running_per_reader <= chosen.jobs_running
    assert chosen.zip_bytes <= chosen.zip_unpacked


@pytest.mark.parametrize("text", ["https://cnn.example.edu", "http://10.0.0.7:8501/lab/", "https://[2001:db8::5]:8501"])
def test_an_address_is_taken_as_a_browser_shows_it(text):
    assert from_environment({"EXPLORER_ADDRESS": text}).address == text


@pytest.mark.parametrize("text", ["cnn.example.edu", "ftp://a", "https://", "https://a/?b",
                                  "https://a#b", "https://a b", "javascript:alert(1)", "https://user@a", 'https://a/"><b'])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(ExplorerError, match="as a browser shows it"):
        from_environment({"EXPLORER_ADDRESS": text})


@pytest.mark.parametrize("text", ["", "https://lms.example.edu", "http://localhost:8080 https://*.example.org"])
def test_sites_that_may_show_the_app_are_taken(text):
    assert from_environment({"EXPLORER_EMBED_FROM": text}).embed_from == text


@pytest.mark.parametrize("text", ["lms.example.edu", "*", "https://*", "'self'", "https://a; script-src *",
                                  "https://a/path", "https://a,https://b", "https://a\r\nx: y/", "data:"])
def test_what_is_no_site_is_refused_so_that_no_header_says_more(text):
    with pytest.raises(ExplorerError, match="with blanks between"):
        from_environment({"EXPLORER_EMBED_FROM": text})
