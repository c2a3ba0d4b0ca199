"""The link of *Fine-tune*, without the page."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import get_args, get_type_hints

import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st

from explorer.errors import ExplorerError
from explorer.settings import settings
from explorer.training import Augmentation, Plan, SceneSettings
from explorer.training.plan import HOWS
from pages.fine_tune.state import DATA, FIELDS, NETWORK, PlanCodec, learning, network_for, suited
from tests.examples import examples
from tests.pages.links import brought_back, hostile, nearest

CODEC, FIRST = PlanCodec(), suited(DATA, NETWORK)


NUMBERS = st.sampled_from([0.0, 0.05, 0.1, 0.25, 1 / 3])
ANY = {
    "side": st.sampled_from([16, 32, 224]), "epochs": st.integers(1, settings().epochs),
    "seed": st.integers(0, 2**31 - 1), "learning_rate": st.sampled_from([1e-5, 0.002, 0.5, 1 / 3]),
    "batch_size": st.integers(2, 4096),
    "early_stopping": st.integers(0, 99), "weight_decay": NUMBERS, "label_smoothing": NUMBERS, "momentum": NUMBERS,
    "second_rate": st.sampled_from([0.0, 0.01, 1 / 3]),
    "frozen": st.sampled_from([(), ("layer1",), ("features.3", "layer2.0")]), "class_weights": st.booleans(),
    "augmentation": st.builds(Augmentation, flip=NUMBERS, rotate=st.sampled_from([0, 5, 90.0]),
                              rand_augment=st.integers(0, 30), preset=st.sampled_from(["", "bundled"])),
    "scenes": st.builds(SceneSettings, pictures=st.integers(50, 20_000), least=st.integers(0, 2),
                        most=st.integers(2, 8), kinds=st.sampled_from([("star",), ("circle", "ring", "cross")]),
                        smallest=st.sampled_from([0.15, 1 / 3]), overlap=NUMBERS,
                        grounds=st.sampled_from(["both", "plain", "photos"])),
} | {name: st.sampled_from(get_args(get_type_hints(Plan)[name]))
     for name in ("optimiser", "schedule", "precision", "fit", "twins")}


@given(st.sampled_from(["digits", "shapes"]), st.sampled_from([NETWORK, "bundled/vgg", "stack/3x16x16/flatten"]),
       st.sampled_from(["DEFAULT", "random"]), st.sampled_from(HOWS), st.fixed_dictionaries({}, optional=ANY))
def test_a_link_brings_back_the_whole_plan(data, network, weights, how, chosen):
    start = learning(suited(data, network, weights), how)
    plan = replace(start, **chosen | ({"frozen": ()} if how == "scratch" else {"weights": weights}))
    assert brought_back(CODEC, plan, FIRST) == plan


def test_every_field_of_a_plan_but_its_title_and_its_race_has_a_name_in_the_link():
    assert {"data", "network", "title", "race", *FIELDS.values()} == {field.name for field in fields(Plan)}
    assert ANY.keys() | {"data", "network", "weights", "how", "title", "race"} == {field.name for field in fields(Plan)}


@given(hostile(CODEC.names, data=["digits"], network=[NETWORK], how=list(HOWS), epochs=["3"], rate=["0.01"],
               augment=["off", "flip:0.5", "flip:9", "flip", "spin:1"], frozen=["layer1", ",,"], batch=["16"]))
@hypothesis_settings(max_examples=examples(60))
def test_any_link_leads_to_a_plan_and_what_cannot_be_is_named(link):
    value, problems = nearest(CODEC, link, FIRST)
    assert isinstance(value, Plan)
    assert all(str(problem) for problem in problems)


@pytest.mark.parametrize(("name", "text", "said"), [
    ("epochs", "1e9", "epochs is '1e9'"), ("epochs", "100000", "this server trains up to"),
    ("seed", "²", "seed is '²'"), ("rate", "nan", "learning_rate is"), ("how", "magic", "how is 'magic'"),
    ("augment", "flip:9", "0 to 0.5"), ("augment", "spin:1", "augment is"),
    ("balance", "yes", "balance is"), ("side", "4", "side is")])
def test_one_wrong_setting_is_named_and_all_others_are_taken(name, text, said):
    others = {"batch": "64", "decay": "0.1"}
    value, problems = CODEC.read(others | {name: text}, FIRST)
    assert value == replace(FIRST, batch_size=64, weight_decay=0.1)
    assert len(problems) == 1
    assert said in str(problems[0])


def test_what_the_app_would_choose_is_left_out():
    assert CODEC.write(FIRST) == {"data": DATA, "network": NETWORK}


@pytest.mark.parametrize("how", HOWS)
def test_each_way_to_learn_brings_numbers_that_suit_it(how):
    plan = learning(FIRST, how)
    assert plan.how == how
    assert (plan.weights == "random") == (how == "scratch")
    assert learning(learning(FIRST, "scratch"), "all").weights == "DEFAULT"


@pytest.mark.parametrize(("data", "network"), [("nothing", NETWORK), (DATA, "nothing/at_all")])
def test_what_does_not_exist_is_refused(data, network):
    with pytest.raises(ExplorerError):
        suited(data, network)


@pytest.mark.parametrize("task", ["locate", "detect", "segment"])
def test_a_link_of_scenes_brings_back_their_question_and_settings(task):
    data = f"scenes/{task}"
    plan = replace(suited(data, network_for(data)), scenes=SceneSettings(most=3, kinds=("ring", "star"), noise=0.0))
    link = CODEC.write(plan)
    assert link == {"data": data, "network": f"bundled/{task}", "scenes": "most:3,kinds:star+ring,noise:0"}
    assert CODEC.read(link, FIRST) == (plan, ())


@pytest.mark.parametrize(("text", "said"), [
    ("wind:3", "scenes is 'wind:3'"), ("most", "scenes is 'most'"), ("most:99", "most of the scenes is '99'"),
    ("kinds:blob", "one or more of these shapes"), ("noise:nan", "noise of the scenes is"),
    ("least:5,most:2", "From 5 to 2 shapes"), ("pictures:1e9", "scenes is 'pictures:1e9'")])
def test_settings_that_cannot_be_are_named_and_the_usual_ones_taken(text, said):
    plan, problems = CODEC.read({"data": "scenes/detect", "scenes": text}, FIRST)
    assert plan.scenes == SceneSettings() and said in str(problems[0])


def test_without_a_network_in_the_link_scenes_get_the_one_for_their_question():
    assert CODEC.read({"data": "scenes/segment"}, FIRST)[0].network == "bundled/segment"


def test_augmentation_that_moves_boxes_is_named_and_left_out():
    plan, problems = CODEC.read({"data": "scenes/detect", "augment": "flip:0.5"}, FIRST)
    assert plan.augmentation.is_off and "boxes and masks" in str(problems[0])
