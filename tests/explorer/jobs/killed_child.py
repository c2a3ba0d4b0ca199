"""A real training that is killed, four times, at a random moment of an epoch; alone, with its worker, or with the app.

Odd lives end after their first epoch is kept, so that the job is not given up. A job with another title is spared.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path
from threading import Thread

from explorer.jobs.child import main, train_plan
from explorer.jobs.records import read_starts
from explorer.runtime.run_files import CURVE, PLAN, curve_rows, read_record
from tests.explorer.jobs.apps import parent

LIVES = ("child", "worker", "app", "all")


def train(folder: Path) -> None:
    life = read_starts(folder).starts - 1
    if read_record(folder / PLAN)["title"] == "killed" and life < len(LIVES):
        Thread(target=kill, args=(folder, life), daemon=True).start()
    train_plan(folder)


def kill(folder: Path, life: int) -> None:
    """Kill this life's victims at its moment."""
    epochs = len(curve_rows(folder))
    while not (folder / CURVE).exists() or len(curve_rows(folder)) < epochs + life % 2:
        time.sleep(0.01)
    time.sleep(random.Random(life).uniform(0, 1.2) * curve_rows(folder)[-1]["seconds"])
    worker = os.getppid()
    app, child = parent(worker), os.getpid()
    for victim in {"child": [child], "worker": [worker], "app": [app], "all": [app, worker, child]}[LIVES[life]]:
        os.kill(victim, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(train=train))
