"""What the app says it computes with, before torch is loaded."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from explorer.settings import Settings
from pages.ui import device
from pages.ui.device import device_line, has_cuda, threads


@pytest.fixture
def chosen(monkeypatch):
    has_cuda.cache_clear()
    yield lambda name: monkeypatch.setattr(device, "settings", lambda: Settings(device=name))
    has_cuda.cache_clear()


@pytest.mark.parametrize(("name", "line"), [("cuda", "GPU (cuda)"), ("cuda:1", "GPU (cuda:1)"), ("mps", "GPU (mps)")])
def test_a_gpu_that_was_chosen_is_named(name, line, chosen):
    chosen(name)
    assert device_line() == line


def test_a_processor_is_told_with_its_threads(chosen):
    chosen("cpu")
    assert device_line() == f"CPU, {threads()} threads"


@pytest.mark.parametrize(("cuda", "start"), [(True, "GPU (cuda)"), (False, "CPU, ")])
def test_what_is_found_decides_where_nothing_was_chosen(cuda, start, chosen, monkeypatch):
    chosen("auto")
    monkeypatch.setattr(device, "has_cuda", lambda: cuda)
    assert device_line().startswith(start)


@pytest.mark.parametrize("hidden", ["", "-1"])
def test_a_hidden_gpu_does_not_count(hidden, chosen, monkeypatch, tmp_path):
    monkeypatch.setattr(device, "DRIVERS", (tmp_path,))
    monkeypatch.setattr(device, "_torch_has_cuda", lambda: True)
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", hidden)
    assert not has_cuda()


@pytest.mark.parametrize(("driver", "built", "found"), [(True, True, True), (True, False, False), (False, True, False)])
def test_a_gpu_needs_a_driver_and_a_torch_that_is_built_for_it(driver, built, found, chosen, monkeypatch, tmp_path):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.setattr(device, "DRIVERS", (tmp_path if driver else tmp_path / "none",))
    monkeypatch.setattr(device, "_torch_has_cuda", lambda: built)
    assert has_cuda() is found


def test_threads_are_those_this_process_may_use():
    assert threads() == len(os.sched_getaffinity(0))


def test_asking_what_computes_does_not_load_torch():
    code = ("import sys\nfrom pages.ui.device import device_line\ndevice_line()\n"
            "print([name for name in ('torch', 'dbos') if name in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          cwd=device.Path(device.__file__).parents[2])
    assert done.stdout.strip().endswith("[]")
