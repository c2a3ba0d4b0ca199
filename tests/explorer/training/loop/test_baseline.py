"""What an accuracy is held against, against scikit-learn and by hand."""

from __future__ import annotations

import pytest
import torch
from sklearn.dummy import DummyClassifier
from sklearn.metrics import balanced_accuracy_score
from torch import Generator

from explorer.runtime.run_files import NETWORK, RESULT, read_json
from explorer.training import Plan, Point, always, balanced, is_uneven, largest
from explorer.training.loop.metrics import balanced_accuracy, measures
from explorer.training.run_folder.files import best_of, read_curve

NAMES = ("a", "b", "c")


@pytest.fixture
def answers():
    """Return labels of classes of very different sizes, one of them empty, and scores that often say the largest."""
    draw = Generator().manual_seed(3)
    labels = torch.cat((torch.zeros(170, dtype=torch.int64), torch.full((20,), 2)))
    scores = torch.randn(190, 3, generator=draw) + torch.tensor([1.0, 0, 0])
    return scores, labels


def test_balanced_accuracy_is_that_of_scikit_learn(answers):
    scores, labels = answers
    found = measures(scores, labels, NAMES)
    expected = balanced_accuracy_score(labels, scores.argmax(1))
    assert found["balanced_accuracy"] == pytest.approx(expected)
    assert balanced(found["classes"]) == pytest.approx(expected)
    assert balanced_accuracy(scores.argmax(1), labels) == pytest.approx(expected)


def test_always_the_same_answer_is_what_scikit_learns_dummy_says(answers):
    scores, labels = answers
    found = measures(scores, labels, NAMES)
    dummy = DummyClassifier(strategy="most_frequent").fit(scores, labels)
    assert found["always"] == {"category": "a", "share": pytest.approx(dummy.score(scores, labels))}
    assert always(found["classes"]).share == pytest.approx(170 / 190)  # 89.5 %


@pytest.mark.parametrize(("counts", "uneven"), [((170, 20), True), ((10, 10), False), ((19, 10), False),
                                                 ((20, 10), True), ((5, 0), True)])
def test_classes_are_uneven_from_twice_the_size_on(counts, uneven):
    assert is_uneven(counts) is uneven


def test_of_two_largest_classes_the_first_is_named():
    assert largest(NAMES, (3, 7, 7)) == ("b", 7 / 17)


def point(number, accuracy, balanced_one):
    return Point(number, 1.0, 0.5, 1.0, accuracy, 0.5, 0.1, 1.0, balanced_one)


def test_with_class_weights_the_best_epoch_is_the_one_in_which_all_classes_count_the_same():
    curve = [point(1, 0.9, 0.5), point(2, 0.8, 0.7)]
    assert best_of(curve).number == 1
    assert best_of(curve, balanced=True).number == 2


def test_the_balanced_accuracy_of_older_runs_is_not_known_and_not_asked_for():
    older = Point(1, 1.0, 0.5, 1.0, 0.9, 0.5, 0.1, 1.0)
    assert best_of([older, point(2, 0.8, 0.99)], balanced=True).number == 1


def test_a_run_notes_the_sizes_of_its_classes_and_the_balanced_accuracy_of_every_epoch(run_in):
    plan = Plan(network="stack/3x16x16/flatten~linear.o2", weights="random", data="stripes", side=16, how="all",
                epochs=2, precision="float32", class_weights=True)
    folder = run_in("run", plan)
    assert read_json(folder / NETWORK)["pictures"] == {"train": [48, 48], "val": [48, 48], "test": [48, 48]}
    curve, result = read_curve(folder), read_json(folder / RESULT)
    assert all(one.val_balanced == pytest.approx(one.val_accuracy) for one in curve)  # the classes have one size
    assert result["val_balanced"] == pytest.approx(best_of(curve, balanced=True).val_balanced)
