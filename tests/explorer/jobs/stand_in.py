"""A child process that pretends to train: a chain of hashes, one link an epoch, with real checkpoints and a curve.

``plan.json``: ``epochs``; ``seconds`` of an epoch; ``fails``: how it ends instead, before its second epoch.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
import time
from hashlib import sha256
from pathlib import Path

from explorer.errors import DataError
from explorer.jobs.child import main
from explorer.runtime.run_files import CHECKPOINT, CURVE, PLAN, RESULT, read_record, write_json

FAILURES = {"full": OSError(errno.ENOSPC, "No space left on device"), "memory": MemoryError(),
            "bug": ZeroDivisionError(), "data": DataError("The data set {name} is gone. Upload it again.", name="cats")}


def train(folder: Path) -> None:
    plan = read_record(folder / PLAN)
    note_overlap(folder)
    state = read_record(folder / CHECKPOINT) or {"weights": "start", "curve": []}
    for epoch in range(len(state["curve"]) + 1, plan["epochs"] + 1):
        if epoch == 2:
            fail(folder, plan.get("fails", ""))
        time.sleep(plan["seconds"])
        weights = sha256(f"{state['weights']} {epoch}".encode()).hexdigest()
        state = {"weights": weights, "curve": [*state["curve"], {"epoch": epoch, "loss": int(weights[:8], 16) / 2**32}]}
        write_json(folder / CHECKPOINT, state)
        write(folder / CURVE, "epoch,loss\n" + "".join(f"{row['epoch']},{row['loss']}\n" for row in state["curve"]))
        write_json(folder / "progress.json", {"share": epoch / plan["epochs"]})
    write_json(folder / RESULT, {"epochs": plan["epochs"]})


def fail(folder: Path, how: str) -> None:
    if not how or (folder / "mended").exists():
        return
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    raise FAILURES[how]


def write(path: Path, text: str) -> None:
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_text(text)
    aside.replace(path)


def note_overlap(folder: Path) -> None:
    """Leave a mark where another process for the same job is alive (not only waiting to be looked at)."""
    for file in folder.glob("alive.*"):
        try:
            state = Path(f"/proc/{file.suffix[1:]}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            state = "gone"
        if state not in {"gone", "Z", "X"}:
            (folder / "overlap").write_text(f"{file.suffix[1:]} is {state} when {os.getpid()} begins")
    (folder / f"alive.{os.getpid()}").touch()


if __name__ == "__main__":
    (Path(os.environ["EXPLORER_DATA"]) / "started").open("a").write(json.dumps(sys.argv[1:]) + "\n")
    sys.exit(main(train=train))
