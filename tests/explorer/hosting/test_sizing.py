"""The tables of explorer/hosting/README.md are what its commands print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explorer import hosting
from explorer.hosting.__main__ import main
from explorer.hosting.capacity import USUAL, job_s, memory, needs, processes, readers_per_process

README = (Path(hosting.__file__).parent / "README.md").read_text(encoding="utf-8")


def told(mark):
    """Return what stands behind a mark."""
    found = re.search(rf"<!-- {mark} -->\n(.+?)\n<!-- end -->", README, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("command", ["queue", "capacity 100 1000 10000"])
def test_the_document_shows_what_the_command_prints(command, capsys):
    assert main(command.split()) == 0
    assert capsys.readouterr().out.strip() == told(command.split()[0])


def test_numbers_in_its_sentences_are_those_of_the_arithmetic():
    text = " ".join(README.split())
    each = readers_per_process()
    assert f"0.5 / 0.0044 = {each} readers. 1,000 / {each}: {processes(1000)} processes" in text
    assert f"({USUAL.event_s} s of one thread" in text
    assert f"1,000 trainings an hour x {job_s():.0f} s" in text
    assert f"{needs(1000)['workers of two cores']} pairs of cores, or {needs(1000)['workers with a GPU']} GPUs" in text
    assert f"{processes(10_000)} processes want a thousand connections and more" in text
    assert f"{(memory(10_000) - 10_000 * USUAL.reader_bytes) / 1e9:.0f} GB hold the same torch" in text
    assert int(needs(10_000)["database connections"]) > 1000


def test_another_class_gives_another_table(capsys):
    assert main(["queue", "--class", "20", "--workers", "1", "2", "--hours", "1", "--seed", "3"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert [line.split("|")[1].strip() for line in lines[2:]] == ["1", "2"]


def test_a_class_without_long_trainings_has_no_waits_of_long_ones(capsys):
    main(["queue", "--class", "2", "--workers", "9"])
    assert "| 9 |" in (row := capsys.readouterr().out.splitlines()[2])
    assert row.endswith("| 0.0 | 0.0 | 0.0 | - | - | - | 0 |")


@pytest.mark.parametrize("command", [["queue", "--class", "0"], ["capacity"], ["capacity", "many"], ["capacity", "-3"]])
def test_numbers_that_are_none_end_it_with_the_usage(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert ended.value.code == 2
    assert "usage: python -m explorer.hosting" in capsys.readouterr().err
