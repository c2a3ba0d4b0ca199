"""From submitting a job to torch imported in its process, against importing torch, in turn in one run."""

import shlex
import subprocess
import sys
from statistics import median
from time import perf_counter

import pytest

from tests.explorer.jobs.conftest import Site, until

ROUNDS = 5
TARGET_S = 1.0
CHILD = """
import sys
from explorer.jobs.child import main
def train(folder):
    import torch
    (folder / "ready").touch()
sys.exit(main(train=train))
"""


@pytest.mark.benchmark
def test_a_job_runs_as_soon_as_torch_is_imported(tmp_path, capsys):
    site = Site(tmp_path, "")
    site.worker(shlex.join([sys.executable, "-c", CHILD]))
    site.wait(site.submit(), "done")

    def bare() -> float:
        start = perf_counter()
        subprocess.run([sys.executable, "-c", "import torch"], check=True)
        return perf_counter() - start

    def ours() -> float:
        start = perf_counter()
        job = site.submit()
        until((tmp_path / "jobs" / job.id / "ready").exists, 60)
        elapsed = perf_counter() - start
        site.wait(job, "done")
        return elapsed

    pairs = [(bare(), ours()) for _ in range(ROUNDS + 1)][1:]
    site.close()
    alone, submitted = (median(column) for column in zip(*pairs, strict=True))
    with capsys.disabled():
        print(f"\nsubmit to running: {submitted:.2f} s, importing torch {alone:.2f} s, "
              f"{submitted - alone:.2f} s more (target {TARGET_S})")
    assert submitted > 0
