"""What is known of a job: the part that DBOS keeps, and the small files in its folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from explorer.errors import Message, message, message_from_json, message_to_json
from explorer.runtime import run_files

if TYPE_CHECKING:
    from dbos import WorkflowStatus

JobState = Literal["queued", "running", "stopped", "done", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One training, as its reader sees it.

    ``place``: how many jobs wait before it when it is queued, itself counted, as `explorer.jobs.turns` orders them;
    those whose reader has one that runs let others pass. ``wait_s``: in how many seconds it will start, by what earlier
    jobs took, if no shorter one comes. ``reason``: why it failed. ``created``, ``started``, ``ended``: seconds since
    1970, None until then. ``attempts``: how often a process was started for it. ``worker``: which one runs it.
    """

    id: str
    reader: str
    state: JobState
    place: int | None = None
    wait_s: float | None = None
    reason: Message | None = None
    title: str = ""
    plan: dict[str, Any] = field(default_factory=dict)
    created: float = 0.0
    started: float | None = None
    ended: float | None = None
    attempts: int = 0
    worker: str = ""


@dataclass(frozen=True, slots=True)
class Starts:
    """How often a job was started, how long it ran in all (s), and its last ends without a step ahead."""

    starts: int = 0
    seconds: float = 0.0
    deaths: int = 0


def read_starts(folder: Path) -> Starts:
    """Return how often the job in ``folder`` was started, and for how long."""
    found = run_files.read_record(folder / run_files.STARTS)
    return Starts(found.get("starts", 0), found.get("seconds", 0.0), found.get("deaths", 0))


STATES: dict[str, JobState] = {"ENQUEUED": "queued", "DELAYED": "queued", "PENDING": "running", "CANCELLED": "stopped"}
TOLD: dict[JobState, Message] = {
    "queued": message("waiting"), "running": message("running"), "stopped": message("stopped"), "done": message("done"),
    "failed": message("failed")}
"""The states in words."""
BROKE_DOWN = message("The job broke down on this server. Its log says why.")


def done() -> dict[str, Any]:
    """Return what a workflow returns when its training is over."""
    return {"failed": None}


def failed(reason: Message) -> dict[str, Any]:
    """Return what a workflow returns when its training cannot go on."""
    return {"failed": message_to_json(reason)}


def job_of(status: WorkflowStatus, queue: Sequence[WorkflowStatus], starts: Starts,
           waits: Sequence[float] = ()) -> Job:
    """Return the job that a workflow is. ``queue``: all that wait, in turn; ``waits``: until they start, s."""
    state, reason = _outcome(status)
    plan = _plan(status)
    place = next((number for number, one in enumerate(queue, 1) if one.workflow_id == status.workflow_id), None)
    waits_s = waits[place - 1] if place and place <= len(waits) else None
    return Job(id=status.workflow_id, reader=status.authenticated_user or "", state=state,
               place=place if state == "queued" else None, wait_s=waits_s if state == "queued" else None,
               reason=reason, title=str(plan.get("title", "")), plan=plan,
               created=_seconds(status.created_at) or 0.0, started=_seconds(status.dequeued_at),
               ended=_seconds(status.completed_at), attempts=starts.starts,
               worker=(status.executor_id or "") if state == "running" else "")


def _outcome(status: WorkflowStatus) -> tuple[JobState, Message | None]:
    if status.status in STATES:
        return STATES[status.status], None
    if status.status != "SUCCESS":
        return "failed", BROKE_DOWN
    reason = status.output.get("failed") if isinstance(status.output, Mapping) else None
    return ("failed", message_from_json(reason)) if reason else ("done", None)


def _plan(status: WorkflowStatus) -> dict[str, Any]:
    values = status.input["args"] if status.input else ()
    return dict(values[0]) if values else {}


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000
