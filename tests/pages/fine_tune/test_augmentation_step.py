"""Step 4 of *Fine-tune*: an example while all is off, and the same changes as lines of torchvision."""

from __future__ import annotations

import pytest

from explorer.networks import entry
from tests.pages.jobs.jobs_page import Desk, price, seat
from tests.pages.page import checked, component, opened_page


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    price(monkeypatch)
    return seat(Desk(tmp_path), monkeypatch)


@pytest.fixture
def opened():
    at = opened_page("fine_tune", augment="off")
    at.session_state["ft_aug_code"] = True
    return checked(at.segmented_control(key="ft_step").set_value("augment").run())


def test_an_example_is_seen_while_all_is_off_and_one_click_takes_it(opened):
    shown = component(opened, "ft_examples")["atlas"]
    assert any("All is off" in text.value for text in opened.markdown)
    checked(opened.button(key="ft_aug_try").click().run())
    assert opened.session_state["ft_state"].now.augmentation.rotate == 15
    assert component(opened, "ft_examples")["atlas"] == shown
    assert "v2.RandomAffine(degrees=15" in opened.code[0].value


def test_the_lines_normalise_as_the_network_was_trained(opened):
    weights = entry(opened.session_state["ft_state"].now.network).weight_set()
    assert f"mean=[{', '.join(f'{value:g}' for value in weights.mean)}]" in opened.code[0].value
    assert any(f"{(1 - weights.mean[0]) / weights.std[0]:.3f}" in text.value for text in opened.markdown)
