"""A reader's jobs without a queue, for pages: records that a test makes, folders that a real run has left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from explorer import jobs, training
from explorer.errors import JobError, LimitError
from explorer.jobs import Job, owner_of
from explorer.runtime.run_files import PROGRESS, curve_rows, read_record
from pages.ui import reader

READER = "ada"
PLAN = {"network": "stack/3x16x16/conv.o8.k3~relu~maxpool~flatten~linear.o10", "weights": "random", "data": "digits",
        "side": 16, "how": "scratch", "epochs": 2, "precision": "float32", "seed": 3, "learning_rate": 0.01}


class Desk:
    """Stands in for ``explorer.jobs.connected``."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.known: dict[str, Job] = {}
        self.asked: list[tuple[str, str]] = []
        self.full = False
        self.wait_s = self.times = 0.0

    def add(self, name: str, state: Any, **more: Any) -> Job:
        plan = PLAN | more.pop("plan", {})
        (self.root / name).mkdir(exist_ok=True)
        self.known[name] = Job(id=name, reader=READER, state=state, title=more.pop("title", name), plan=plan, **more)
        return self.known[name]

    def of(self, who: str) -> list[Job]:
        return [job for job in self.known.values() if job.reader == who]

    def of_everybody(self, most: int) -> list[Job]:
        return list(self.known.values())[:most]

    def get(self, who: str, job: str) -> Job:
        if job not in self.known or self.known[job].reader != who:
            raise JobError("There is no job {job} of yours.", job=job)
        return self.known[job]

    def folder(self, who: str, job: str) -> Path:
        return self.root / self.get(who, job).id

    def own_folder(self, who: str, job: str, *, lent_by: str = "") -> Path:
        lends = job in self.known and lent_by == owner_of(self.known[job].reader)
        return self.root / job if lends else self.folder(who, job)

    def owned_by(self, owners: Collection[str], only: Collection[str]) -> list[Job]:
        return [job for job in self.known.values() if owner_of(job.reader) in owners and job.id in only]

    def progress(self, who: str, job: str) -> dict[str, Any]:
        return read_record(self.folder(who, job) / PROGRESS)

    def curve(self, who: str, job: str) -> list[dict[str, float]]:
        return curve_rows(self.folder(who, job))

    def stop(self, who: str, job: str) -> Job:
        self.asked.append(("stop", job))
        self.known[job] = replace(self.get(who, job), state="stopped")
        return self.known[job]

    def resume(self, who: str, job: str, times: float) -> Job:
        self.times = times
        if self.full:
            raise LimitError("{count} jobs of yours wait already; {most} may.", count=9, most=9)
        self.asked.append(("resume", job))
        self.known[job] = replace(self.get(who, job), state="queued", place=1)
        return self.known[job]

    def delete(self, who: str, job: str) -> None:
        self.get(who, job)
        self.asked.append(("delete", job))
        del self.known[job]

    def outlook(self, _who: str, seconds: float) -> tuple[float, float]:
        return seconds + 12, self.wait_s

    def submit(self, who: str, plan: dict[str, Any], *, epochs: int, images: int, seconds: float | None,
               lent_by: str = "", times: float = 0.0) -> Job:
        self.expected, self.lent_by, self.times = seconds, lent_by, times
        if self.full:
            raise LimitError("{count} jobs of yours wait already; {most} may.", count=9, most=9)
        self.asked.append(("submit", f"{epochs} epochs of {images} pictures for {who}"))
        return self.add(f"job{len(self.known)}", "queued", title=plan["title"], plan=plan, place=1)


def seat(desk: Desk, patch: pytest.MonkeyPatch) -> Desk:
    """Let all pages find ``desk`` where they ask for jobs."""
    patch.setattr(jobs, "connected", lambda: desk)
    patch.setattr(jobs, "finished", lambda who: [job for job in desk.of(who) if job.state == "done"])
    patch.setattr(jobs, "own_folder", desk.own_folder)
    patch.setattr(reader, "_browser", lambda: READER)
    return desk


def price(patch: pytest.MonkeyPatch) -> None:
    """Let plans cost the same without anything being measured."""
    cost = training.Estimate(seconds=20, epoch_seconds=2, bytes=34_000_000, learned=100, batches=(32, 31),
                             largest=training.Largest("cats", 0.5), uneven=False)
    patch.setattr(training, "estimate", lambda _plan: cost)
