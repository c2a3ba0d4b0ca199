"""The map of the four cases on *Fine-tune*: what it says of a plan, what a click takes over, and lines that freeze."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explorer import training
from explorer.training import Familiarity, Plan
from pages.fine_tune import case_map
from pages.fine_tune.case_map import ADVISERS, map_data
from tests.pages.fine_tune.test_fine_tune import opened, plan as plan_of, step
from tests.pages.jobs.jobs_page import Desk, price, seat
from tests.pages.page import checked, component, link

DIGITS = Plan(network="bundled/resnet20", data="digits", side=32, how="last_blocks")
MEASURED = Familiarity(0.46, 0.39, 0.66, 32, 19)
STACK = "stack/3x16x16/conv.o4~gap~flatten~linear.o10"


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    price(monkeypatch)
    monkeypatch.setattr(training, "familiarity", lambda _plan: MEASURED)
    return seat(Desk(tmp_path), monkeypatch)


def data_of(plan, found=MEASURED, *, measuring=False):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(case_map, "extent", lambda _plan: (1797, 10))
        return map_data(plan, found, measuring=measuring)


def test_the_point_stands_at_the_pictures_of_a_class_and_at_the_likeness():
    assert data_of(DIGITS)["own"] == {"size": 180, "likeness": 0.46}
    assert [quarter["name"] for quarter in data_of(DIGITS)["quarters"]] == list(training.QUARTERS)


@pytest.mark.parametrize(("found", "measuring", "said"), [
    (MEASURED, False, "Likeness, measured: 32 of the pictures"),
    (MEASURED, False, "Noise and darkness are 0.66 from them; 55 %"),
    (MEASURED, False, "19 batch norms are 0.39 deviations"),
    (Familiarity(0.25), True, "estimated"), (Familiarity(0.25), True, "being measured"),
    (Familiarity(0.25), False, "no batch norms")])
def test_it_is_said_whether_likeness_is_measured_or_estimated_and_how(found, measuring, said):
    assert said in data_of(DIGITS, found, measuring=measuring)["how"]


@pytest.mark.parametrize("name", training.QUARTERS)
@pytest.mark.parametrize("adviser", ADVISERS)
def test_after_advice_is_taken_over_the_plan_is_said_to_do_it(adviser, name):
    done = training.advised_plan(DIGITS, training.QUARTERS[name], adviser, pictures=1797)
    there = next(quarter for quarter in data_of(done)["quarters"] if quarter["name"] == name)
    assert there["advice"][adviser]["followed"]
    other = data_of(replace(done, learning_rate=done.learning_rate / 3))["quarters"]
    assert not any(advice["followed"] for quarter in other for advice in quarter["advice"].values())


@pytest.mark.parametrize(("name", "brief"), [
    ("many_unlike", ("everything, a tenth of the rate", "everything")),
    ("many_alike", ("the last blocks, a tenth of the rate", "everything, a tenth of the rate")),
    ("few_unlike", ("the last blocks, with augmentation", "the last blocks")),
    ("few_alike", ("only the head", "only the head"))])
def test_each_quarter_says_in_a_line_what_both_advise(name, brief):
    there = next(quarter for quarter in data_of(DIGITS)["quarters"] if quarter["name"] == name)
    assert tuple(there["advice"][adviser]["brief"] for adviser in ADVISERS) == brief
    assert (there["differs"] != "") is (brief[0] != brief[1])


@pytest.mark.parametrize(("plan", "asked"), [
    (DIGITS, True), (replace(DIGITS, how="scratch", weights="random"), True),
    (replace(DIGITS, weights="random"), False),
    (Plan(network=STACK, data="digits", weights="random", how="scratch"), False),
    (Plan(network="bundled/detect", data="scenes/detect", how="all"), False)])
def test_there_are_cases_where_a_trained_network_learns_to_name_pictures(plan, asked):
    assert training.can_transfer(plan) is asked


def test_one_click_takes_advice_over_and_the_link_keeps_it():
    at = step(opened(), "how")
    at.session_state["ft_cases"] = {"selected": "lecture.many_alike"}
    checked(at.run())
    assert (plan_of(at).how, plan_of(at).learning_rate) == ("last_blocks", pytest.approx(0.0002))
    shown = component(at, "ft_cases")["quarters"][1]["advice"]
    assert (shown["lecture"]["followed"], shown["app"]["followed"]) == (True, False)
    again = opened(**link(at))
    assert plan_of(again) == plan_of(at)
    lines = "\n".join(code.value for code in at.code)
    assert "requires_grad = False" in lines and "layer.trainable = False" in lines and "lr=0.0002" in lines


def test_two_rates_are_two_sliders_and_those_of_the_notes_are_one_click_away():
    at = step(opened(how="two_phases"), "how")
    checked(at.select_slider(key="ft_second_rate").set_value(0.05).run())
    assert (plan_of(at).second_rate, plan_of(at).gentle_rate) == (0.05, 0.05)
    checked(at.button(key="ft_noted").click().run())
    now = plan_of(at)
    assert (now.learning_rate, now.gentle_rate, now.optimiser) == (0.2, 0.01, "sgd")
    lines = [code.value for code in at.code]
    assert all("0.2" in text and "0.01" in text for text in lines) and "initial_epoch" in lines[1]
