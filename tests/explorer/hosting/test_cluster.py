"""The database of an instance."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from explorer.errors import ExplorerError
from explorer.hosting.cluster import Cluster, binaries
from tests.explorer.jobs.conftest import POSTGRES


def test_the_newest_version_is_taken(tmp_path):
    for version in ("9.6", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "postgres").touch()
    assert binaries(tmp_path) == tmp_path / "17" / "bin"


def test_one_that_is_missing_is_told_with_its_package(tmp_path):
    with pytest.raises(ExplorerError, match="apt-get install postgresql"):
        binaries(tmp_path)


@pytest.mark.skipif(not POSTGRES, reason="PostgreSQL is missing: install it (Debian: apt-get install postgresql).")
def test_a_folder_that_it_cannot_use_is_told_in_its_own_words():
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name, "postgres")
        (folder / "files").mkdir(parents=True)
        for open_to_all in (Path(name), folder, folder / "files"):
            open_to_all.chmod(0o755)
        (folder / "files" / "else").touch()
        with pytest.raises(ExplorerError, match="exists but is not empty"):
            Cluster(folder, binaries()).make()


def test_it_listens_on_nothing_but_its_socket(tmp_path):
    command = Cluster(tmp_path, tmp_path).command
    assert "listen_addresses=" in command
    assert command[command.index("-k") + 1] == str(tmp_path)
    assert Cluster(tmp_path, tmp_path).url == f"postgresql://explorer@/explorer?host={tmp_path}"
