"""*Fine-tune* under AppTest: from the first look to a submitted plan, and what does not fit."""

from __future__ import annotations

import io
import zipfile
from threading import Event

import numpy as np
import pytest
from PIL import Image

from explorer import training
from explorer.runtime import tasks
from explorer.settings import settings
from explorer.training import plan_from_json
from pages.ui import allowance
from tests.pages.jobs.jobs_page import Desk, price, seat
from tests.pages.page import checked, component, leave_for, link, opened_page, widget

PATIENCE_S = 20
STACK = "stack/1x16x16/conv.o4.k3~relu~maxpool~flatten~linear.o7"


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    price(monkeypatch)
    return seat(Desk(tmp_path), monkeypatch)


def opened(**link):
    """Open the page on digits, where the link says nothing else: ResNet-20 is quick."""
    return opened_page("fine_tune", **{"data": "digits"} | link)


def plan(at):
    return at.session_state["ft_state"].now


def step(at, name):
    return checked(at.segmented_control(key="ft_step").set_value(name).run())


def frozen(at):
    return [node["id"] for node in component(at, "ft_strip")["nodes"] if node["pale"]]


def pictures_zip(**classes):
    """A ZIP of class folders with so many small pictures each."""
    content = io.BytesIO()
    draw = np.random.default_rng(0)
    with zipfile.ZipFile(content, "w") as archive:
        for name, count in classes.items():
            for number in range(count):
                file = io.BytesIO()
                Image.fromarray(draw.integers(256, size=(20, 20, 3), dtype=np.uint8)).save(file, "PNG")
                archive.writestr(f"{name}/{number}.png", file.getvalue())
    return content.getvalue()


def test_one_click_submits_digits(desk):
    at = opened()
    assert plan(at).data == "digits"
    checked(at.button(key="ft_start").click().run())
    assert desk.asked == [("submit", f"{plan(at).epochs} epochs of 1797 pictures for ada")]
    assert desk.expected == 20
    submitted = desk.known["job0"].plan
    assert plan_from_json(submitted).network == "bundled/resnet20"
    assert submitted["title"].startswith("Digits · ResNet-20")


def test_a_link_names_the_open_step_and_what_is_none_opens_the_first():
    at = opened(part="how")
    assert widget(at, "radio", "ft_how").value == "last_blocks"
    at.session_state["address_page"] = ""  # as if another page had been open
    assert "part" not in link(leave_for(at, "fine_tune", data="digits", part="pictures"))
    assert opened(part="<b>").session_state["ft_open"] == "pictures"


def test_what_it_costs_counts_starting_pytorch_and_the_queue(desk):
    desk.wait_s = 470
    said = "\n".join(text.value for text in opened().caption)
    assert "about 32 s, starting PyTorch counted" in said
    assert "it would start in about 8 min" in said


def test_what_does_not_learn_is_pale_and_a_click_frees_it():
    at = opened(how="last_blocks")
    before = frozen(at)
    at.session_state["ft_strip"] = {"selected": before[0]}
    checked(at.run())
    assert len(before) > 1
    assert frozen(at) == before[1:] == list(plan(at).frozen)


def test_layer1_alone_is_called_so_and_the_whole_plan_outlives_a_reload(desk):
    at = opened(how="last_blocks")
    last = next(node["id"] for node in component(at, "ft_strip")["nodes"] if "layer3" in node["id"])
    for block in (frozen(at)[1], last):
        at.session_state["ft_strip"] = {"selected": block}
        checked(at.run())
    assert "Digits · ResNet-20 · layer1 and the head" in told(at).replace("\\", "")
    at = step(at, "how")
    assert widget(at, "radio", "ft_how").value == "own"
    checked(at.select_slider(key="ft_batch_size").set_value(64).run())
    at = step(at, "augment")
    checked(at.slider(key="ft_aug_rotate").set_value(90.0).run())
    at = step(at, "network")
    checked(at.select_slider(key="ft_side").set_value(24).run())
    again = opened(**link(at))  # a reload, or another reader
    assert (link(at)["part"], again.session_state["ft_open"]) == ("network", "network")
    assert plan(again) == plan(at)
    assert (plan(again).side, plan(again).batch_size, plan(again).augmentation.rotate) == (24, 64, 90)
    assert frozen(again) == frozen(at) == list(plan(at).frozen)
    checked(again.button(key="ft_start").click().run())
    assert desk.known["job0"].title.endswith("layer1 and the head")


def test_frozen_blocks_that_the_network_does_not_have_are_named_and_left_out():
    at = opened(how="last_blocks", frozen="conv1,nowhere")
    assert "nowhere is no block of this network" in at.error[0].value.replace("\\", "")
    assert "nowhere" not in plan(at).frozen


def test_the_head_cannot_be_frozen():
    at = opened(how="head")
    before = plan(at)
    at.session_state["ft_strip"] = {"selected": "fc"}
    assert plan(checked(at.run())) == before


@pytest.mark.parametrize(("how", "weights"), [("head", "DEFAULT"), ("scratch", "random"), ("two_phases", "DEFAULT")])
def test_each_way_to_train_can_be_chosen_and_undone(how, weights):
    at = step(opened(), "how")
    checked(at.radio(key="ft_how").set_value(how).run())
    assert (plan(at).how, plan(at).weights) == (how, weights)
    checked(at.radio(key="ft_how").set_value("all").run())
    assert (plan(at).how, plan(at).weights) == ("all", "DEFAULT")


def test_everything_learns_at_a_tenth_of_the_rate_of_training_from_scratch():
    rates = {how: plan(opened(how=how)).learning_rate for how in ("all", "scratch")}
    assert rates["all"] == pytest.approx(rates["scratch"] / 10)


def test_settings_reach_the_plan_and_the_link():
    at = step(opened(), "how")
    checked(at.number_input(key="ft_epochs").set_value(3).run())
    checked(at.select_slider(key="ft_learning_rate").set_value(0.05).run())
    assert (plan(at).epochs, plan(at).learning_rate) == (3, 0.05)
    assert plan(opened(**link(at))) == plan(at)


def test_more_epochs_than_the_server_allows_are_refused_with_the_limit():
    at = opened(epochs=str(settings().epochs + 1))
    assert f"up to {settings().epochs}" in at.error[0].value.replace("\\", "")
    assert plan(at).data == "digits"


@pytest.mark.parametrize("link", [{"network": "nothing/at_all"}, {"data": "../etc"}, {"how": "magic"},
                                  {"rate": "nan"}, {"rate": "fast"}, {"data": f"upload/{'0' * 64}"}])
def test_rubbish_in_the_link_is_named_or_left_out_and_the_page_stays(link):
    at = opened(**link)
    assert "ft_state" in at.session_state


def test_a_stack_is_trained_from_scratch_on_its_own_size():
    at = opened(network=STACK)
    assert (plan(at).side, plan(at).how, plan(at).weights) == (16, "scratch", "random")
    assert component(at, "ft_strip")["nodes"][-1]["shape"] == "10"


def test_sliders_change_the_examples():
    at = step(opened(), "augment")
    before = component(at, "ft_examples")["atlas"]
    checked(at.slider(key="ft_aug_rotate").set_value(90.0).run())
    assert plan(at).augmentation.rotate == 90
    assert component(at, "ft_examples")["atlas"] != before
    checked(at.button(key="ft_aug_off").click().run())
    assert component(at, "ft_examples")["atlas"] == before


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Return the page where it asks for a reader's own ZIP; uploads are kept in the test's own folder."""
    monkeypatch.chdir(tmp_path)
    return checked(opened().pills(key="ft_data").set_value("own").run())


@pytest.fixture
def gate(monkeypatch):
    """Keep ZIPs from being looked through until this event is set."""
    event, really = Event(), training.check_zip

    def slowly(data, report):
        while not event.wait(0.005):
            report(0.25)
        return really(data, report)
    monkeypatch.setattr(training, "check_zip", slowly)
    yield event
    event.set()


def give(at, content, name="mine.zip"):
    """Upload a ZIP."""
    return checked(at.file_uploader(key="ft_zip").set_value((name, content, "")).run())


def look(at):
    """Return the look through the ZIP that was uploaded."""
    return at.session_state["ft_given"].task


def looked(at):
    """Wait until the ZIP has been looked through, and show the page again, as its fragment does."""
    assert look(at).wait(PATIENCE_S)
    return checked(at.run())


def buttons(at):
    return {button.key for button in at.button}


def told(at):
    return "\n".join(text.value for text in at.markdown)


def test_an_own_zip_is_reported_and_used(own):
    at = looked(give(own, pictures_zip(cats=30, dogs=30)))
    assert "60 pictures in 2 classes" in told(at)
    checked(at.button(key="ft_use").click().run())
    assert plan(at).data.startswith("upload/")
    assert component(at, "ft_strip")["nodes"][-1]["shape"] == "2"


@pytest.mark.parametrize("content", [b"no zip", pictures_zip(cats=30)])
def test_a_zip_that_cannot_be_used_says_why_and_nothing_changes(own, content):
    at = looked(give(own, content))
    assert at.error
    assert "ft_use" not in buttons(at)
    assert plan(at).data == "digits"


def test_while_a_zip_is_looked_through_the_page_stays_usable(own, gate, desk):
    at = give(own, pictures_zip(cats=30, dogs=30))
    assert look(at).state == "running"
    assert "ft_check_cancel" in buttons(at)
    checked(step(at, "how").number_input(key="ft_epochs").set_value(3).run())
    at = step(at, "pictures")
    assert "ft_check_cancel" in buttons(at)
    gate.set()
    assert "60 pictures in 2 classes" in told(looked(at))
    checked(at.button(key="ft_use").click().run())
    checked(at.button(key="ft_start").click().run())
    assert [what.partition(" of ")[2] for _, what in desk.asked] == ["60 pictures for ada"]


def test_nothing_starts_before_the_chosen_zip_is_there(own):
    assert own.button(key="ft_start").disabled
    assert "choose a ZIP" in told(own)
    at = checked(own.pills(key="ft_data").set_value("digits").run())
    assert not at.button(key="ft_start").disabled


def test_a_look_that_is_cancelled_ends_and_can_be_begun_again(own, gate):
    at = give(own, pictures_zip(cats=30, dogs=30))
    first = look(at)
    checked(at.button(key="ft_check_cancel").click().run())
    assert first.wait(PATIENCE_S)
    assert first.state == "cancelled"
    checked(at.button(key="ft_check_again").click().run())
    assert "ft_check_cancel" in buttons(at)
    gate.set()
    assert "60 pictures in 2 classes" in told(looked(at))


def test_another_zip_ends_the_look_through_the_one_before(own, gate):
    at = give(own, pictures_zip(cats=30, dogs=30))
    first = look(at)
    give(at, pictures_zip(cats=20, dogs=20), "other.zip")
    assert first.wait(PATIENCE_S)
    assert first.state == "cancelled"
    gate.set()
    assert "40 pictures in 2 classes" in told(looked(at))


def test_a_server_that_is_busy_says_so_and_can_be_asked_again(own, gate, monkeypatch):
    full = tasks.Tasks(1)
    monkeypatch.setattr(tasks, "_tasks", lambda: full)
    other = full.start("another reader's", lambda _report: gate.wait(PATIENCE_S))
    at = give(own, pictures_zip(cats=30, dogs=30))
    assert "1 long computations run on this server" in at.error[-1].value
    assert "ft_start" in buttons(at)
    gate.set()
    assert other.wait(PATIENCE_S)
    assert "60 pictures in 2 classes" in told(looked(checked(at.button(key="ft_check_again").click().run())))


def test_a_teacher_whose_share_is_full_is_told_and_makes_room(own, configure, tmp_path, monkeypatch):
    first, second = pictures_zip(cats=30, dogs=30), pictures_zip(cats=20, dogs=20)
    configure(uploads_bytes_per_reader=len(first) // 4)
    monkeypatch.setattr(allowance, "factor", lambda: 4.1)
    at = looked(give(own, first, "first.zip"))
    checked(at.button(key="ft_use").click().run())
    used = plan(at).data
    at = looked(give(checked(widget(at, "pills", "ft_data").set_value("own").run()), second))
    checked(at.button(key="ft_use").click().run())
    assert "Remove one of your 1 others" in at.error[0].value
    assert plan(at).data == used
    assert sum(file.stat().st_size for file in tmp_path.rglob("*.zip")) == len(first)
    checked(at.button(key=f"ft_remove_{used}").click().run())
    assert plan(at).data == "pieces"
    checked(at.button(key="ft_use").click().run())
    assert plan(at).data not in (used, "pieces")
    assert [file.read_bytes() for file in tmp_path.rglob("*.zip")] == [second]


def test_a_full_queue_is_told_and_the_plan_stays(desk):
    desk.full = True
    at = opened()
    before = plan(at)
    checked(at.button(key="ft_start").click().run())
    assert "9 jobs of yours wait already" in at.error[0].value
    assert plan(at) == before


def test_a_job_can_be_changed_and_started_again(desk):
    desk.add("j1", "failed", plan={"epochs": 7, "seed": 5, "batch_size": 16})
    at = opened_page("jobs", job="j1")
    checked(at.button(key="jo_again").click().run())
    assert (plan(at).epochs, plan(at).seed, plan(at).batch_size) == (7, 5, 16)
    assert "job" not in link(at)
    leave_for(at, "fine_tune")  # AppTest goes on with the page that it opened itself
    checked(at.button(key="ft_start").click().run())
    assert at.title[0].value == "Jobs"
    assert link(at) == {"job": "job1"}


def test_a_link_to_somebody_elses_job_is_refused_and_the_plan_stays(desk):
    at = opened(job="stranger")
    assert "no job stranger" in at.error[0].value.lower()
    assert plan(at).data == "digits"


def test_a_plan_outlives_a_visit_to_another_page():
    at = step(opened(), "how")
    checked(at.number_input(key="ft_epochs").set_value(3).run())
    leave_for(at, "home")
    assert plan(leave_for(at, "fine_tune")).epochs == 3
