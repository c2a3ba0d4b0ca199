"""What lies on the disk is counted by kind, as `du` counts it."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from explorer.monitoring.disk import KINDS, count_disk, disk_use, weights_folder


@pytest.fixture
def folder(tmp_path):
    """Return a data folder with files of each kind."""
    sizes = {"jobs/1/best.safetensors": 5000, "jobs/2/curve.csv": 70, "uploads/a.zip": 900, "upload_owners/a": 11,
             "networks/x/network.onnx": 4000, "sets/digits/1": 33, "prepared/p": 44, "jobs.sqlite": 800,
             "jobs.sqlite-wal": 8, "secret": 64, "workers/w.lock": 0}
    for name, size in sizes.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * size)
    return tmp_path


def counted(folder):
    return count_disk(folder, folder / "jobs.sqlite", folder / "nowhere")


def test_each_kind_is_counted_apart(folder):
    assert counted(folder).kinds == {
        "Jobs": 5070, "Readers' ZIP files": 911, "Readers' networks": 4000, "Data sets": 33, "Decoded pictures": 44,
        "Database": 808, "Other files": 64, "Downloaded weights": 0}


def test_all_kinds_together_are_what_the_system_counts(folder):
    told = subprocess.run(["du", "--apparent-size", "--block-size=1", "-s", folder / "jobs", folder / "networks"],
                          capture_output=True, text=True, check=True).stdout
    folders = sum(path.stat().st_size for top in ("jobs", "networks") for path in [
        folder / top, *(folder / top).rglob("*")] if path.is_dir())
    files = sum(int(line.split()[0]) for line in told.splitlines()) - folders
    assert files == counted(folder).kinds["Jobs"] + counted(folder).kinds["Readers' networks"]


def test_a_link_counts_nothing_and_leads_nowhere(folder, tmp_path):
    (folder / "sets" / "loop").symlink_to(folder)
    (folder / "outside").symlink_to("/usr")
    assert counted(folder).kinds["Data sets"] == 33
    assert counted(folder).kinds["Other files"] == 64


def test_room_is_what_the_system_says(folder):
    found = counted(folder)
    assert found.total == shutil.disk_usage(folder).total
    assert abs(found.free - shutil.disk_usage(folder).free) < 2**28


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert sum(count_disk(tmp_path / "none", None, tmp_path / "none").kinds.values()) == 0


def test_it_is_counted_in_the_background_and_for_a_while_only_once(folder, configure):
    configure(data=folder)
    first = disk_use().outcome()
    (folder / "sets" / "more").write_bytes(b"x" * 100)
    assert disk_use().outcome() is first
    assert disk_use(anew=True).outcome().kinds["Data sets"] == first.kinds["Data sets"] + 100


def test_weights_lie_where_torch_puts_them(monkeypatch):
    import torch
    monkeypatch.delenv("TORCH_HOME", raising=False)
    assert str(weights_folder()) == f"{torch.hub.get_dir()}/checkpoints"
    assert set(KINDS) == {"Jobs", "Readers' ZIP files", "Readers' networks", "Data sets", "Decoded pictures"}
