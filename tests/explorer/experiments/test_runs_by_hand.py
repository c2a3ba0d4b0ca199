"""Live runs without a process: what is said to one, how answers are taken down, and the keys that tell runs apart."""

from __future__ import annotations

import io
import json
from queue import Queue

import pytest

from explorer.errors import BusyError, NetworkError, message_to_json
from explorer.experiments import Experiment, child, helper, live
from explorer.experiments.live import LivePoint, LiveRun, LiveRuns

HERE = "tests.explorer.experiments.samples"


class Told(helper.Helper):
    """A process whose answers are written down before."""

    def __init__(self, *lines, is_open=True):
        self.asked, self._heard = io.StringIO(), Queue()
        self._process = self
        self.stdin = self.asked if is_open else self
        for line in lines:
            self._heard.put(line)

    def write(self, _text):
        raise BrokenPipeError

    def kill(self):
        self.is_killed = True

    def wait(self):
        return 0

    def poll(self):
        return None


def point(step, **values):
    return json.dumps({"step": step, "values": values})


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(helper, "POLL_S", 0.001)


def test_answers_are_heard_up_to_the_last_one_and_no_further(quick):
    told = Told(point(1, loss=0.5), json.dumps({"over": True}), point(9))
    assert list(told.ask("a.b", {"seed": 3})) == [{"step": 1, "values": {"loss": 0.5}}, {"over": True}]
    assert json.loads(told.asked.getvalue()) == {"name": "a.b", "settings": {"seed": 3}}
    assert told.asked.getvalue().endswith("\n")


def test_whoever_listens_gets_the_word_while_there_is_nothing_to_hear(quick):
    asked = Told().ask("a.b", {})
    assert [next(asked), next(asked)] == [None, None]


def test_the_end_of_a_process_is_told_after_what_it_still_said(quick):
    asked = Told(point(1), None).ask("a.b", {})
    assert next(asked) == {"step": 1, "values": {}}
    with pytest.raises(EOFError):
        next(asked)


def test_a_process_that_takes_nothing_more_has_ended():
    with pytest.raises(EOFError):
        next(Told(is_open=False).ask("a.b", {}))


def test_one_core_computes_and_the_process_is_this_python_s():
    assert set(helper.ONE_THREAD.values()) == {"1"} and "OMP_NUM_THREADS" in helper.ONE_THREAD
    assert helper.COMMAND[1:] == ("-m", child.__name__)
    assert (helper.ROOT / "app.py").is_file()


def test_an_experiment_is_found_by_its_full_name():
    assert child._function(f"{HERE}.count").__name__ == "count"
    with pytest.raises(AttributeError):
        child._function(f"{HERE}.nothing")
    with pytest.raises(ModuleNotFoundError):
        child._function("tests.explorer.experiments.nowhere.count")


def test_settings_reach_the_experiment_by_their_names():
    line = json.dumps({"name": f"{HERE}.count", "settings": {"steps": 3, "seed": 5, "depth": 4}})
    assert [answer["values"]["square"] for answer in child.answers(line) if "values" in answer] == [1, 4, 9]
    with pytest.raises(TypeError):
        list(child.answers(json.dumps({"name": f"{HERE}.count", "settings": {}})))


def run(**settings):
    return LiveRun(Experiment("a.b", steps=10, seconds=3, settings=settings))


def test_points_are_taken_down_in_the_order_in_which_they_come():
    one = run()
    for step in (1, 2, 5):
        one.take({"step": step, "values": {"loss": 1 / step}})
    assert one.points == (LivePoint(1, {"loss": 1.0}), LivePoint(2, {"loss": 0.5}), LivePoint(5, {"loss": 0.2}))
    one.take({"over": True})
    assert len(one.points) == 3


def test_who_draws_keeps_the_points_that_were_there():
    one = run()
    one.take({"step": 1, "values": {}})
    before = one.points
    one.take({"step": 2, "values": {}})
    assert len(before) == 1 and len(one.points) == 2


def test_a_refusal_is_raised_with_its_template_and_values():
    error = BusyError("{count} are too many.", count=7)
    with pytest.raises(NetworkError, match="7 are too many") as raised:
        run().take({"error": message_to_json(error.message)})
    assert (raised.value.message.template, raised.value.message.values) == ("{count} are too many.", {"count": 7})


def test_a_run_has_taken_no_time_before_its_turn_has_come():
    one = run()
    one.ahead = 3
    assert one.seconds == 0
    one.begin()
    assert one.ahead == 0 and 0 <= one.seconds < 5


@pytest.mark.parametrize(("one", "other", "same"), [
    ({"seed": 1, "depth": 2}, {"depth": 2, "seed": 1}, True), ({"seed": 1}, {"seed": 2}, False),
    ({"seed": 1}, {"seed": "1"}, False), ({"seed": 1}, {}, False), ({"on": True}, {"on": 1}, False)])
def test_a_key_is_the_same_for_the_same_settings_alone(one, other, same):
    assert (run(**one).experiment.key == run(**other).experiment.key) is same


def test_what_nobody_started_is_not_found_and_nothing_is_dismissed():
    runs = LiveRuns()
    assert runs.find(Experiment("a.b", steps=1, seconds=1)) is None
    runs.dismiss()
    assert runs._spare is None


def test_a_process_that_waited_too_long_is_ended_once():
    runs, told = LiveRuns(), Told()
    runs._keep(told)
    assert runs._helper() is told and runs._spare is None
    runs._keep(told)
    runs.dismiss()
    runs.dismiss()
    assert told.is_killed and runs._spare is None


def test_limits_leave_room_for_a_class():
    assert live.LONGEST_S > 2 * 40  # none is planned above 40 s
    assert live.AWAY_S > 5 and live.MOST_WAITING >= 20 and live.REMEMBERED >= 20
