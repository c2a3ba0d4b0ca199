"""One child process per job: started, watched, started again where it was killed, ended when it is no longer wanted."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from threading import Event
from typing import Any

from explorer.errors import DataError, Message, message, message_from_json
from explorer.jobs.child import DONE, GONE, HELD, NO_MEMORY, NO_SPACE, REFUSED
from explorer.jobs.folders import note_state
from explorer.jobs.paths import ROOT, environment
from explorer.jobs.records import BROKE_DOWN, done, failed, read_starts
from explorer.runtime import run_files
from explorer.settings import settings

CHILD = (sys.executable, "-m", "explorer.jobs.child")
POLL_S = 0.1
NOTE_S = 5.0
"""How often the running time is written down, s."""
DEATHS = 5
"""A job whose process is killed so often without a checkpoint in between is given up."""
REASONS = {
    NO_SPACE: message("The disk of this server is full. What was learned up to the last epoch is kept; when there is "
                      "room again, resume the job."),
    NO_MEMORY: message("The memory of this server did not suffice. Choose smaller batches, smaller pictures or a "
                       "smaller network."),
    GONE: message("The files of this job are gone. Submit it again."),
}


class Supervision:
    """Sees to it that the training in ``folder`` gets done.

    Args:
        command: starts a child, before the job's name.
    """

    def __init__(self, folder: Path, command: Sequence[str] = CHILD) -> None:
        self.folder, self.command = folder, command
        self.starts = read_starts(folder)
        self._unwanted = Event()

    def end(self) -> None:
        """Kill the child soon, and start no other."""
        self._unwanted.set()

    @property
    def unwanted(self) -> bool:
        """Whether ``end`` was called: then nobody waits for what ``run`` returns."""
        return self._unwanted.is_set()

    def run(self) -> dict[str, Any]:
        """Return how the training ended, as ``explorer.jobs.records`` reads it; a failure is noted in its folder."""
        answer = self._run()
        if answer["failed"] and not self.unwanted:
            note_state(self.folder, "failed", message_from_json(answer["failed"]))
        return answer

    def _run(self) -> dict[str, Any]:
        while not self.unwanted:
            if self._over_time():
                return failed(message("The job ran for {minutes:.0f} minutes, the longest that this server allows. "
                                      "What it learned up to the last epoch is kept. Take fewer epochs or pictures.",
                                      minutes=settings().job_seconds / 60))
            kept = self._checkpoint()
            code = self._one_child()
            if code == DONE:
                return done()
            if code is not None and code >= 0 and code != HELD:
                return failed(self._reason(code))
            self._note(deaths=0 if code == HELD or self._checkpoint() != kept else self.starts.deaths + 1)
            if self.starts.deaths >= DEATHS:
                return failed(message("The job's process was killed {count} times without finishing an epoch, probably "
                                      "because memory ran out. Choose smaller batches, smaller pictures or a smaller "
                                      "network.", count=self.starts.deaths))
            self._unwanted.wait(self.starts.deaths * 0.5)
        return failed(BROKE_DOWN)

    def _one_child(self) -> int | None:
        """Run one child to its end and return its exit code, negative for a signal; None where it was not wanted."""
        self._note(starts=self.starts.starts + 1)
        # A session of its own: Ctrl-C at the app's terminal is the worker's business.
        child = subprocess.Popen([*self.command, self.folder.name], stdin=subprocess.PIPE, cwd=ROOT,
                                 start_new_session=True, env=environment())
        try:
            self._watch(child)
        finally:
            child.kill()
            child.communicate()
        return None if self.unwanted else child.returncode

    def _watch(self, child: subprocess.Popen[bytes]) -> None:
        """Wait until the child has ended or has to."""
        began, before = time.monotonic(), self.starts.seconds
        noted = began
        while child.poll() is None and not self._unwanted.wait(POLL_S) and not self._over_time():
            now = time.monotonic()
            self.starts = replace(self.starts, seconds=before + now - began)
            if now - noted > NOTE_S:
                noted = now
                self._note()
        self._note(seconds=before + time.monotonic() - began)

    def _over_time(self) -> bool:
        return self.starts.seconds > settings().job_seconds

    def _note(self, **changes: Any) -> None:
        """Write down the starts; on a full disk they are only remembered."""
        self.starts = replace(self.starts, **changes)
        with suppress(DataError):
            run_files.write_json(self.folder / run_files.STARTS, asdict(self.starts))

    def _checkpoint(self) -> int:
        try:
            return (self.folder / run_files.CHECKPOINT).stat().st_mtime_ns
        except OSError:
            return 0

    def _reason(self, code: int) -> Message:
        told = run_files.read_record(self.folder / run_files.ERROR) if code == REFUSED else {}
        return message_from_json(told) if told else REASONS.get(code, BROKE_DOWN)
