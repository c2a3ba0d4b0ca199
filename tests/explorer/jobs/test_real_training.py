"""The real training, killed at four moments, ends with the files and the curve of an unbroken one, bit for bit."""

from __future__ import annotations

import shlex
import sys

from safetensors.numpy import load_file

from explorer.runtime.run_files import BEST, CHECKPOINT, LAST
from explorer.training.plan import Plan, to_json
from tests.explorer.jobs.apps import App
from tests.explorer.jobs.conftest import until
from tests.explorer.jobs.killed_child import LIVES

CHILD = shlex.join([sys.executable, "-m", "tests.explorer.jobs.killed_child"])
PATIENCE_S = 400


def plan(title: str) -> Plan:
    """Return a training of two phases that draws random numbers wherever one can: new weights, batches, dropout."""
    return Plan(network="stack/1x8x8/conv.o8.k3~bn~relu~dropout~flatten~linear.o10", weights="random", data="digits",
                side=8, how="two_phases", epochs=12, precision="float32", title=title)


def submit(site, reader: str, title: str):
    return site.jobs.submit(reader, to_json(plan(title)), epochs=12, images=1797)


def kept(site, job) -> tuple[object, ...]:
    """Return the weights, what the checkpoint holds, and the curve without its times."""
    folder = site.folder / "jobs" / job.id
    curve = [{name: value for name, value in row.items() if name != "seconds"} for row in site.epochs_done(job)]
    checkpoint = {name: value.tobytes() for name, value in load_file(folder / CHECKPOINT).items()}
    return (folder / BEST).read_bytes(), (folder / LAST).read_bytes(), checkpoint, curve


def over(site, job) -> bool:
    return site.jobs.get(job.reader, job.id).state not in {"queued", "running"}


def test_four_times_killed_a_training_ends_bit_for_bit_like_an_unbroken_one(sqlite_site, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")  # the same number for both, and little to wait for on a busy machine
    site, app = sqlite_site, App(sqlite_site, CHILD)
    whole, job = submit(site, "ada", "whole"), submit(site, "bob", "killed")
    until(lambda: app.kept_up() and all(over(site, one) for one in (whole, job)), PATIENCE_S)
    app.end()
    assert site.jobs.get("bob", job.id).attempts == len(LIVES) + 1
    assert site.jobs.get("ada", whole.id).attempts == 1
    assert site.jobs.get("bob", job.id).state == site.jobs.get("ada", whole.id).state == "done"
    assert kept(site, job) == kept(site, whole)
    assert len(site.epochs_done(job)) == 12
