"""What is said of pictures before they are learned from, and what a reader can choose."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from explorer import training
from pages.fine_tune.upload import twin_rows
from tests.pages.jobs.jobs_page import READER, Desk, seat
from tests.pages.page import checked, opened_page


@pytest.fixture
def uploaded(tmp_path, monkeypatch):
    """Return the page with 24 strips of a, 6 of b, and one that is in both."""
    monkeypatch.setattr(training, "estimate", lambda _plan: training.Estimate(
        seconds=20, epoch_seconds=2, bytes=34_000_000, learned=100, batches=(21,),
        largest=training.Largest("a", 0.8), uneven=True))
    seat(Desk(tmp_path), monkeypatch)
    draw, content, twin = np.random.default_rng(0), io.BytesIO(), None
    with zipfile.ZipFile(content, "w") as archive:
        for name, count in (("a", 24), ("b", 6)):
            for number in range(count):
                file = io.BytesIO()
                Image.fromarray(draw.integers(256, size=(200, 20, 3), dtype=np.uint8)).save(file, "PNG")
                twin = twin or file.getvalue()
                archive.writestr(f"{name}/{number}.png", file.getvalue())
        archive.writestr("b/again.png", twin)
    return opened_page("fine_tune", data=training.keep_zip(content.getvalue(), READER))


def texts(at):
    return "\n".join(str(getattr(part, "value", "")) for part in at.main)


def plan(at):
    return at.session_state["ft_state"].now


def test_what_is_uneven_long_or_there_twice_is_said_and_can_be_chosen(uploaded):
    at, said = uploaded, texts(uploaded)
    assert "Always saying a would be right for 80.0 %" in said  # 16 of a and 4 of b to learn from
    assert "shows 10 % of a picture on average" in said
    assert "a/0.png is the same as b/again.png" in said.replace("\\", "")
    checked(at.toggle(key="ft_class_weights").set_value(True).run())
    checked(at.radio(key="ft_fit").set_value("borders").run())
    assert "90 % borders on average" in texts(at)
    checked(at.toggle(key="ft_twins").set_value(False).run())
    assert (plan(at).class_weights, plan(at).fit, plan(at).twins) == (True, "borders", "kept")
    assert "as you chose" in texts(at)


def test_files_that_show_the_same_are_listed_with_their_names():
    found = twin_rows([training.Twins("parts", "test/a/1.png", ("train/a/1.png", "train/b/1.png")),
                       training.Twins("classes", "", ("a/2.png", "b/2.png"))])
    assert [list(row.values()) for row in found] == [
        ["train/a/1.png, train/b/1.png", "test/a/1.png", "also among those to measure on or to choose by"],
        ["a/2.png, b/2.png", "", "in more than one class: which is right?"]]
