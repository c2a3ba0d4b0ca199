"""Live runs: a small training that a reader starts and looks at while it goes on, beside the pages of all others.

An experiment plugs in as a generator of this library, a function in a module that yields what there is to see::

    def train(*, seed: int, depth: int = 4) -> Iterator[tuple[int, dict[str, Any]]]:
        for step in range(1, 31):
            ...                                   # 0.01 to 1 s of work; torch has one thread
            yield step, {"loss": loss.item()}     # a step that grows, and values that JSON can hold

and a page names it, without loading it or torch::

    experiment = Experiment("explorer.experiments.deep_stack.train", steps=30, seconds=4, settings={"seed": 1})
    live_run(experiment, draw, key="la_deep")     # pages/ui/live_run.py; draw(points) shows what has come so far

It computes in a process of its own (`Helper`). A server trains for one reader at a time, the others wait in line and
are told so; who asks for the same experiment with the same settings looks at the same run, so that a class that presses
one button costs one training. It is cancelled at once, stops by itself soon after nobody looks any more, and is ended
when it takes much too long. Give every seed with the settings, so that the same settings mean the same run.
"""

from __future__ import annotations

import json
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import cache
from threading import Condition, Thread, Timer
from typing import Any, NamedTuple

from explorer.errors import BusyError, LimitError, NetworkError, message, message_from_json
from explorer.experiments.helper import POLL_S, Helper
from explorer.runtime import OnProgress, Task

AWAY_S = 15.0
"""A run stops once no reader has looked at it for so long, s; pages look every second."""
LONGEST_S = 180.0
"""A run is ended after so long, s. None is planned above 40 s on two cores of its own."""
MOST_WAITING = 20
IDLE_S = 60.0
"""How long the process waits for another run after one, s: it has loaded torch by then, which takes some seconds."""
REMEMBERED = 32
"""LiveRuns that are over are kept, up to so many."""
TRAINING = message("The training")


class LivePoint(NamedTuple):
    """What an experiment told at one step."""

    step: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Experiment:
    """What is run: the full name of a generator function, what it is given, and how large it is."""

    name: str
    _: KW_ONLY
    steps: int
    """The last step that it will yield."""
    seconds: float
    """How long it takes on two cores, about, s."""
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return a text that is the same for the same experiment with the same settings."""
        return f"{self.name} {json.dumps(dict(self.settings), sort_keys=True)}"


class LiveRun(Task[None]):
    """One run of an experiment, waiting, going on or over; read it at any time, from any thread."""

    def __init__(self, experiment: Experiment) -> None:
        super().__init__(TRAINING, away_s=AWAY_S)
        self.experiment = experiment
        self.points: tuple[LivePoint, ...] = ()
        """What has come so far."""
        self.ahead = 0
        """How many runs are to end before it begins."""
        self._begun = 0.0

    @property
    def seconds(self) -> float:
        """For how long it has run, s, without the time that it waited."""
        return (self._end or time.monotonic()) - self._begun if self._begun else 0.0

    def begin(self) -> None:
        """Note that its turn has come."""
        self.ahead, self._begun = 0, time.monotonic()

    def take(self, answer: Mapping[str, Any]) -> None:
        """Take down what the process told.

        Raises:
            NetworkError: the experiment refused.
        """
        if "step" in answer:
            self.points = (*self.points, LivePoint(answer["step"], answer["values"]))
        elif "error" in answer:
            told = message_from_json(answer["error"])
            raise NetworkError(told.template, **told.values)


class LiveRuns:
    """The live runs of this server's process: one computes, the others wait in the order in which they came."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._line: list[LiveRun] = []
        self._runs: OrderedDict[str, LiveRun] = OrderedDict()
        self._of: dict[str, LiveRun] = {}  # what each reader started last
        self._spare: tuple[Helper, Timer] | None = None

    def find(self, experiment: Experiment) -> LiveRun | None:
        """Return the run of ``experiment`` that waits, goes on or is remembered; None if there is none."""
        with self._changed:
            return self._runs.get(experiment.key)

    def start(self, experiment: Experiment, reader: str) -> LiveRun:
        """Return the run of ``experiment`` for ``reader``, who no longer waits for any other: the one that there is
        where it goes on or has ended well, or a new one, last in the line.

        Raises:
            BusyError: ``MOST_WAITING`` wait already.
        """
        with self._changed:
            known = self._runs.get(experiment.key)
            if known is not None and (known.state == "done" or known.join(reader)):
                self._leave_other(known, reader)
                return known
            if len(self._line) > MOST_WAITING:
                raise BusyError("{count} trainings wait on this server already. Try again in a minute or two; what is "
                                "drawn was trained before, in the same way.", count=MOST_WAITING)
            run = LiveRun(experiment)
            run.join(reader)
            run.ahead = len(self._line)
            self._line.append(run)
            self._remember(run)
            self._leave_other(run, reader)
        Thread(target=self._go, args=(run,), name=f"live-{experiment.name}"[:60], daemon=True).start()
        return run

    def _leave_other(self, run: LiveRun, reader: str) -> None:
        other = self._of.pop(reader, None)
        if other is not None and other is not run:
            other.cancel(reader)
        self._of[reader] = run
        self._of = {name: one for name, one in self._of.items() if one.state == "running" or name == reader}

    def _remember(self, run: LiveRun) -> None:
        self._runs.pop(run.experiment.key, None)
        self._runs[run.experiment.key] = run
        for key in [key for key, one in self._runs.items() if one.state != "running"][:-REMEMBERED]:
            del self._runs[key]

    def _go(self, run: LiveRun) -> None:
        try:
            run.run(lambda report: self._compute(run, report))
        finally:
            with self._changed:
                self._line.remove(run)
                self._changed.notify_all()
            run.over.set()

    def _compute(self, run: LiveRun, report: OnProgress) -> None:
        self._wait(run, report)
        helper, is_free = self._helper(), False
        try:
            self._listen(run, helper, report)
            self._keep(helper)
            is_free = True
        except EOFError as error:
            raise NetworkError("{work} broke down on this server. Its log says why.", work=TRAINING) from error
        finally:
            if not is_free:
                helper.end()  # it computes on, or nobody knows what it does

    def _listen(self, run: LiveRun, helper: Helper, report: OnProgress) -> None:
        for answer in helper.ask(run.experiment.name, run.experiment.settings):
            if answer is not None:
                run.take(answer)
            if run.seconds > LONGEST_S:
                raise LimitError("The training took more than {seconds:.0f} s and was ended: this server has much "
                                 "to do. Try again later.", seconds=LONGEST_S)
            report(run.points[-1].step / run.experiment.steps if run.points else 0.0)

    def _wait(self, run: LiveRun, report: OnProgress) -> None:
        """Wait until no other run is before this one."""
        with self._changed:
            while ahead := self._line.index(run):
                run.ahead = ahead
                report(0.0)
                self._changed.wait(POLL_S)
            run.begin()

    def _helper(self) -> Helper:
        """Return the process that is left over from the run before, or a new one."""
        with self._changed:
            spare, self._spare = self._spare, None
        if spare is None:
            return Helper()
        helper, timer = spare
        timer.cancel()
        return helper if helper.is_alive else Helper()

    def _keep(self, helper: Helper) -> None:
        """Let the process wait for another run, for a while."""
        timer = Timer(IDLE_S, self.dismiss)
        timer.daemon = True
        with self._changed:
            self._spare = helper, timer
        timer.start()

    def dismiss(self) -> None:
        """End the process, if it waits for another run."""
        with self._changed:
            spare, self._spare = self._spare, None
        if spare is not None:
            spare[1].cancel()
            spare[0].end()


def start(experiment: Experiment, reader: str) -> LiveRun:
    """Return the run of ``experiment`` on this server for ``reader``; see `LiveRuns.start`."""
    return _runs().start(experiment, reader)


def find(experiment: Experiment) -> LiveRun | None:
    """Return the run of ``experiment`` that waits, goes on or is remembered on this server; None if there is none."""
    return _runs().find(experiment)


@cache
def _runs() -> LiveRuns:
    return LiveRuns()
