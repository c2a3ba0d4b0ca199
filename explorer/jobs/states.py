"""From what DBOS keeps to what a reader is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from explorer.errors import Message, message
from explorer.jobs.records import Job, Starts, State, message_from_json, message_to_json

if TYPE_CHECKING:
    from dbos import WorkflowStatus

STATES: dict[str, State] = {"ENQUEUED": "queued", "DELAYED": "queued", "PENDING": "running", "CANCELLED": "stopped"}
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


def _outcome(status: WorkflowStatus) -> tuple[State, Message | None]:
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
