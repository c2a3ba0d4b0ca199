"""What *Kernels that learn* tells its component: a run as bytes, right numbers in sentences, hostile questions."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import numpy as np
import pytest

from explorer.convolution.kernel_learning import descend
from explorer.errors import ShapeError
from pages.ui.grey_photo import GreyPhoto
from pages.ui.learned_kernel.descent_data import (
    _preview,
    packed_descent,
    plan_of,
    run_data,
    sentences,
    task_of,
)
from pages.ui.learned_kernel.settings import CODEC, KernelLearning
from tests.pages.page import header

BITS = KernelLearning(learn_on="bits")
BOOK = BITS.on("book")
PHOTO = GreyPhoto(np.random.default_rng(0).integers(0, 256, (20, 30)).astype(np.uint8))


def said(now, photo=None):
    task = task_of(now, photo)
    return " ".join(sentences(task, now, descend(task, plan_of(now))))


def test_a_run_is_sent_as_bytes_and_read_as_it_was():
    now = replace(BITS, learn_steps=20)
    task = task_of(now, None)
    sent, found = run_data(task, now), descend(task, plan_of(now))
    numbers = np.frombuffer(base64.b64decode(sent["numbers"]), "<f4")
    assert sent["steps"] == 20 and len(numbers) == 21 * 9 + 21 + 20 * 9
    assert numbers[:21 * 9].reshape(21, 9) == pytest.approx(found.weights, abs=1e-6)
    assert numbers[21 * 9:21 * 10] == pytest.approx(found.losses, rel=1e-6)
    assert numbers[21 * 10:].reshape(20, 9) == pytest.approx(found.gradients, abs=1e-5)
    assert np.frombuffer(base64.b64decode(sent["firsts"]), "<u2").reshape(20, 3).tolist() == found.firsts.tolist()


@pytest.mark.parametrize(("now", "sentence"), [
    (BOOK, "the loss bends by 60. Rates below 2 · (1 + 0) / 60 = 0.0333 go down"),
    (BOOK, "leaves 0.8 of the error in the steepest direction and 0.64 in the flattest; the slowest of all takes 21"),
    (replace(BOOK, learn_rate=0.05), "The rate 0.05 is too large: each step shoots over the bottom and lands 2 times"),
    (replace(BITS, learn_on="stripes"), "6 of 9 directions of the kernel change nothing"),
    (replace(BITS, learn_batch=16), "looks at 16 of 484 cells"),
    (replace(BITS, learn_batch=1, learn_rate=0.5), "A batch of 1 can be steeper, and here one was"),
], ids=["limit", "patience", "explodes", "flat", "batch", "unlucky"])
def test_what_is_said_has_the_right_numbers(now, sentence):
    assert sentence in said(now)  # 0.8 ** 21 < 0.01; |1 - 0.05 * 60| = 2


def test_a_run_that_goes_well_speaks_neither_of_batches_nor_of_explosions():
    assert "explodes all the same" not in said(BITS) and "too large" not in said(BITS)
    assert "drawn by chance" not in said(BITS) and "directions of the kernel" not in said(BITS)


def test_the_answer_past_the_page_is_what_the_page_itself_shows():
    for now, photo in ((BITS, None), (BOOK, None), (KernelLearning(), PHOTO)):
        asks = header(packed_descent(now, photo))["asks"]
        assert _preview(json.loads(json.dumps(asks))) == header(packed_descent(now, photo))["run"]
        slower = replace(now, learn_rate=0.02)
        changed = {**asks, "settings": {**CODEC.write(now), "learn_rate": "0.02"}}
        assert _preview(changed) == run_data(task_of(slower, photo), slower)


@pytest.mark.parametrize("asked", [
    None, 5, [], {}, {"settings": 3}, {"settings": {}}, {"settings": {"learn_on": "photo"}, "photo": {"grey": "x"}},
    {"settings": {}, "photo": {"sides": [2, 2], "grey": "AAAA"}}, {"settings": {}, "photo": {"sides": [9], "grey": ""}},
    {"settings": {}, "photo": {"sides": [65, 1], "grey": base64.b64encode(bytes(65)).decode()}},
    {"settings": {}, "photo": {"sides": [True, 4], "grey": "AAAAAA=="}},
    {"settings": {}, "photo": {"sides": [8, 8], "grey": base64.b64encode(bytes(64)).decode()}},
], ids=repr)
def test_a_question_that_makes_no_sense_has_no_answer(asked):
    assert _preview(asked) is None


def test_what_a_question_sets_stays_within_its_bounds():
    wild = {"learn_on": "bits", "learn_rate": "1e99", "learn_steps": "999999", "learn_batch": "7", "learn_seed": "-4",
            "learn_momentum": "nan", "learn_own": "x", "learn_pair": 3}
    found = _preview({"settings": wild, "language": "xx"})
    assert found is not None and found["steps"] <= 400


def test_too_small_or_flat_photos_are_refused_in_words():
    with pytest.raises(ShapeError, match="does not fit"):
        packed_descent(KernelLearning(), GreyPhoto(np.arange(2, dtype=np.uint8).reshape(1, 2)))
    with pytest.raises(ShapeError, match="All pixels"):
        packed_descent(KernelLearning(), GreyPhoto(np.zeros((1, 1), np.uint8)))
