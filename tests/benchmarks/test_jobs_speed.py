"""From submitting a job to torch imported in its process, against importing torch, in turn in one run."""

import shlex
import subprocess
import sys
from statistics import median

from explorer.jobs.records import Job
from tests.benchmarks.timing import seconds, timed
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


def test_a_job_runs_as_soon_as_torch_is_imported(tmp_path, bench):
    site = Site(tmp_path, "")
    site.worker(shlex.join([sys.executable, "-c", CHILD]))
    if bench.real:
        site.wait(site.submit(), "done")  # to warm up

    def bare() -> None:
        subprocess.run([sys.executable, "-c", "import torch"], check=True)

    def begun() -> Job:
        job = site.submit()
        until((tmp_path / "jobs" / job.id / "ready").exists, 60)
        return job

    pairs = []
    for _ in range(bench.rounds(ROUNDS)):
        alone, (submitted, job) = seconds(bare), timed(begun)
        site.wait(job, "done")
        pairs.append((alone, submitted))
    site.close()
    alone, submitted = (median(column) for column in zip(*pairs, strict=True))
    bench.tells(f"submit to running: {submitted:.2f} s, importing torch {alone:.2f} s, "
                f"{submitted - alone:.2f} s more (target {TARGET_S})")
