"""What README.md says is what the repository does."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from explorer.settings import Settings
from pages.contents import ADMIN, ENTRIES
from tests import quick

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MADE_BY_THE_HOST = {".streamlit/secrets.toml"}
NOT_SETTINGS = {"EXPLORER_CHROMIUM"}  # read by the tests only


def command(mark: str) -> str:
    """Return the only line of the code block that follows ``<!-- mark -->``."""
    found = re.search(rf"<!-- {mark} -->\n```sh\n(.+)\n```\n", README)
    assert found, f"README.md has no block marked {mark}"
    return found[1]


def table(first_heading: str) -> list[list[str]]:
    """Return the rows of the table whose first column is headed ``first_heading``."""
    lines = README.split(f"| {first_heading} |", 1)[1].splitlines()[2:]
    end = next(number for number, line in enumerate(lines) if not line.startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[:end]]


PLACES = re.compile(r"`((?:explorer|pages|tests|assets|\.ci|\.streamlit)/[^`\s]*|README\.md)`")


@pytest.mark.parametrize(("mark", "last"), [("run", ".venv/bin/streamlit run app.py"),
                                            ("test", ".venv/bin/python -m pytest -n 3")])
def test_each_command_makes_an_environment_installs_and_does_its_work(mark, last):
    make, install, *more, do = command(mark).split(" && ")
    assert make == "python3 -m venv .venv"
    assert do == last
    assert install.startswith(".venv/bin/pip install -r requirements.txt")
    for file in re.findall(r"-r (\S+)", install):
        assert (ROOT / file).is_file()
    assert more == ([".venv/bin/npm ci --prefix tests/web"] if mark == "test" else [])


def test_ci_finds_the_same_test_command_in_the_readme():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    awk = re.search(r"^command=\$\((.+)\)$", script, re.MULTILINE)
    assert awk
    answer = subprocess.run(["bash", "-c", awk[1]], cwd=ROOT, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == command("test")


def test_ci_is_a_sound_script():
    subprocess.run(["bash", "-n", ".ci/run"], cwd=ROOT, check=True)
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o100


def test_the_pages_listed_are_those_of_the_contents():
    assert table("Page") == [[entry.title, entry.says] for entry in (*ENTRIES, ADMIN) if entry.exists]


def test_the_variables_listed_are_the_settings_with_their_defaults():
    listed = [(name.strip("`"), default.strip("`")) for name, default, _meaning in table("Variable")]
    assert listed == [(f"EXPLORER_{entry.name.upper()}", str(entry.default)) for entry in fields(Settings)]


def test_no_other_variable_is_spoken_of():
    settings = {f"EXPLORER_{entry.name.upper()}" for entry in fields(Settings)}
    assert set(re.findall(r"EXPLORER_[A-Z0-9_]+", README)) <= settings | NOT_SETTINGS


def test_the_upload_limit_of_the_server_is_the_largest_of_the_settings():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    limits = Settings()
    assert config["server"]["maxUploadSize"] * 2**20 == max(limits.image_bytes, limits.weights_bytes, limits.zip_bytes)


def test_links_lead_to_files_that_exist():
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_the_quick_loop_is_the_module_of_that_name(monkeypatch, capsys):
    said = command("quick").split()
    assert said == [".venv/bin/python", "-m", quick.__name__]
    monkeypatch.setattr(sys, "argv", ["quick", "--list", "README.md"])
    assert quick.main() == 0
    assert "tests/contracts/test_readme.py" in capsys.readouterr().out.split()


def test_the_app_does_not_watch_its_files_unless_it_is_asked_to():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["fileWatcherType"] == "none"
    assert "--server.fileWatcherType auto" in " ".join(README.split())


def test_places_that_are_named_exist():
    places = {place.replace("<name>", "pooling") for place in PLACES.findall(README)}
    assert len(places) > 20
    assert [place for place in places - MADE_BY_THE_HOST if not (ROOT / place).exists()] == []


def test_measuring_is_an_option_that_the_tests_have():
    assert ".venv/bin/python -m pytest --benchmark" in README
    assert '"--benchmark"' in (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
