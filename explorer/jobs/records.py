"""What is known of a job: the part that DBOS keeps, and the small files in its folder."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from explorer.errors import Message, message

if TYPE_CHECKING:
    from dbos import WorkflowStatus

JobState = Literal["queued", "running", "stopped", "done", "failed"]
PLAN, PROGRESS, CURVE, ERROR, LOCK, CHECKPOINT, STARTS = (
    "plan.json", "progress.json", "curve.csv", "error.json", "lock", "checkpoint.safetensors", "starts.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One training, as its reader sees it.

    ``place``: how many jobs were there before it when it is queued, itself counted; readers take turns, so it may
    start earlier. ``reason``: why it failed. ``created``, ``started``, ``ended``: seconds since 1970, None until then.
    ``attempts``: how often a process was started for it.
    """

    id: str
    reader: str
    state: JobState
    place: int | None = None
    reason: Message | None = None
    title: str = ""
    plan: dict[str, Any] = field(default_factory=dict)
    created: float = 0.0
    started: float | None = None
    ended: float | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Starts:
    """How often a job was started, how long it ran in all (s), and its last ends without a step ahead."""

    starts: int = 0
    seconds: float = 0.0
    deaths: int = 0


def message_to_json(message: Message) -> dict[str, Any]:
    """Return ``message`` as numbers, texts and dicts; other values become their text."""
    return {"template": message.template, "values": {name: _plain(value) for name, value in message.values.items()}}


def message_from_json(text: Mapping[str, Any]) -> Message:
    """Return the message that ``message_to_json`` wrote."""
    return Message(text["template"], {
        name: message_from_json(value) if isinstance(value, Mapping) and "template" in value else value
        for name, value in text.get("values", {}).items()})


def read_json(path: Path) -> dict[str, Any]:
    """Return what ``path`` holds, nothing where it is missing or not an object."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(path: Path, values: Mapping[str, Any]) -> None:
    """Write aside and rename, so that nobody reads half of it."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_text(json.dumps(values), encoding="utf-8")
    aside.replace(path)


def read_starts(folder: Path) -> Starts:
    """Return how often the job in ``folder`` was started, and for how long."""
    found = read_json(folder / STARTS)
    return Starts(found.get("starts", 0), found.get("seconds", 0.0), found.get("deaths", 0))


def read_curve(folder: Path) -> list[dict[str, float]]:
    """Return the rows of the curve so far, one per epoch; what is no number is left out."""
    try:
        with (folder / CURVE).open(newline="", encoding="utf-8") as file:
            return [_numbers(row) for row in csv.DictReader(file)]
    except OSError:
        return []


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return message_to_json(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _numbers(row: Mapping[str, str]) -> dict[str, float]:
    found = {}
    for name, text in row.items():
        try:
            found[name] = float(text)
        except (TypeError, ValueError):
            continue
    return found


STATES: dict[str, JobState] = {"ENQUEUED": "queued", "DELAYED": "queued", "PENDING": "running", "CANCELLED": "stopped"}
BROKE_DOWN = message("The job broke down on this server. Its log says why.")


def done() -> dict[str, Any]:
    """Return what a workflow returns when its training is over."""
    return {"failed": None}


def failed(reason: Message) -> dict[str, Any]:
    """Return what a workflow returns when its training cannot go on."""
    return {"failed": message_to_json(reason)}


def job_of(status: WorkflowStatus, queue: Sequence[WorkflowStatus], starts: Starts) -> Job:
    """Return the job that a workflow is. ``queue``: all that wait, the oldest first."""
    state, reason = _outcome(status)
    plan = _plan(status)
    place = next((number for number, one in enumerate(queue, 1) if one.workflow_id == status.workflow_id), None)
    return Job(id=status.workflow_id, reader=status.authenticated_user or "", state=state,
               place=place if state == "queued" else None, reason=reason, title=str(plan.get("title", "")), plan=plan,
               created=_seconds(status.created_at) or 0.0, started=_seconds(status.dequeued_at),
               ended=_seconds(status.completed_at), attempts=starts.starts)


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
