"""What a reader says of a network of their own: means, deviations, classes and sides, all of it checked."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import pytest

from explorer.errors import ExplorerError, NetworkError
from explorer.files import to_onnx
from explorer.graph import from_text
from explorer.networks import own_card
from explorer.networks.own_card import OwnCard, card_from_json, checked_names, normalisation, normalisation_of, takes
from explorer.runtime import kept_files
from explorer.settings import Settings

SHAPE = (3, 16, 16)
GLOBAL = "conv.o8.s2.p1~relu~gap~flatten~linear.o3"
CARD = OwnCard(input_shape=SHAPE, classes=3, mean=(0.5, 0.5, 0.5), std=(0.2, 0.2, 0.2))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Keep a small network of Ann's, and return its name."""
    with pytest.MonkeyPatch.context() as patch:
        folder = str(tmp_path_factory.mktemp("kept"))
        patch.setattr(kept_files, "settings", lambda: Settings(data=folder))
        random = np.random.default_rng(0)
        arrays = {"conv1.weight": random.normal(size=(8, 3, 3, 3)), "conv1.bias": np.zeros(8),
                  "fc1.weight": random.normal(size=(3, 8)), "fc1.bias": np.zeros(3)}
        data = to_onnx(from_text(GLOBAL), SHAPE, {key: value.astype(np.float32) for key, value in arrays.items()})
        yield own_card.keep_network(data, "ann", "mine.onnx")


# name of a normalisation, channels, mean and deviation: torchvision's transforms and its CIFAR-10 recipes
NORMALISATIONS = [
    ("imagenet", 3, (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
    ("imagenet", 4, (0.485, 0.456, 0.406, 0.485), (0.229, 0.224, 0.225, 0.229)),
    ("cifar10", 3, (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)),
    ("imagenet", 1, (0.485,), (0.229,)),
    ("plain", 1, (0.0,), (1.0,)),
    ("plain", 3, (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
    ("signed", 3, (0.5, 0.5, 0.5), (0.5, 0.5, 0.5)),
    ("bytes", 2, (0.0, 0.0), (1 / 255, 1 / 255)),
]


@pytest.mark.parametrize(("name", "channels", "mean", "std"), NORMALISATIONS)
def test_a_normalisation_has_its_numbers_and_is_found_by_them(name, channels, mean, std):
    assert normalisation(name, channels) == (mean, std)
    card = replace(CARD, input_shape=(channels, 16, 16), mean=mean, std=std)
    assert normalisation_of(card) == name
    assert normalisation_of(replace(card, mean=(0.123, *mean[1:]))) == ""


@pytest.mark.parametrize(("name", "least", "most"), [("plain", 0, 1), ("signed", -1, 1), ("bytes", 0, 255)])
def test_a_normalisation_maps_black_and_white_to_its_ends(name, least, most):
    (mean,), (std,) = normalisation(name, 1)
    assert ((0 - mean) / std, (1 - mean) / std) == pytest.approx((least, most))


# network, its input, another input, whether the same weights do for it
SIDES = [
    (GLOBAL, SHAPE, (3, 32, 32), True), (GLOBAL, SHAPE, (3, 9, 40), True), (GLOBAL, SHAPE, (3, 8, 8), True),
    (GLOBAL, SHAPE, (3, 7, 16), False), (GLOBAL, SHAPE, (3, 1024, 1024), True), (GLOBAL, SHAPE, (3, 1025, 16), False),
    (GLOBAL, SHAPE, (1, 16, 16), False), (GLOBAL, SHAPE, (3, 0, 16), False), (GLOBAL, SHAPE, (3, -8, 16), False),
    ("conv.o4~flatten~linear.o3", SHAPE, SHAPE, True), ("conv.o4~flatten~linear.o3", SHAPE, (3, 16, 17), False),
    ("conv.o4~adaptive.o3~flatten~linear.o3", SHAPE, (3, 40, 30), True), ("conv.o4~relu", SHAPE, (3, 64, 64), True),
    ("conv.o4.k11~gap~flatten~linear.o3", SHAPE, (3, 8, 8), False),
    ("conv.o4.s2.p1~flatten~linear.o3", SHAPE, (3, 15, 16), True),
]


@pytest.mark.parametrize(("text", "own", "other", "expected"), SIDES)
def test_another_side_is_taken_where_no_weight_belongs_to_a_place(text, own, other, expected):
    assert takes(from_text(text), own, other) is expected


@pytest.mark.parametrize(("names", "classes", "fits"), [
    ((), 3, True), (("a", "b", "c"), 3, True), (("a", "b"), 3, False), (("a",) * 1001, 1000, False), (("",), 1, True)])
def test_there_are_as_many_names_as_classes_or_none(names, classes, fits):
    if fits:
        assert checked_names(names, classes) == names
        return
    with pytest.raises(NetworkError, match=f"{len(names)} names of classes were given"):
        checked_names(names, classes)


def test_what_a_card_says_first_follows_from_the_file(kept):
    card = own_card.card_of(kept)
    assert (card.input_shape, card.classes, card.called, card.categories) == (SHAPE, 3, "", ())
    assert normalisation_of(card) == "imagenet"
    assert card.params == 3 * 3 * 3 * 8 + 8 + 8 * 3 + 3
    assert (card.layers, card.any_size) == (5, True)


def test_a_card_comes_back_from_json_as_it_was():
    card = replace(CARD, categories=("a", "b", "c"), called="", params=7)
    assert card_from_json({name: list(value) if isinstance(value, tuple) else value
                           for name, value in asdict(card).items()}) == card


# what is changed of a good card, and what is said
WRONG = [
    ({"mean": (0.5,)}, "one for each of the 3 channels"), ({"std": (0.2, 0.2)}, "one for each of the 3 channels"),
    ({"mean": (0.5,) * 4, "std": (0.2,) * 4}, "one for each of the 3 channels"),
    ({"std": (0.2, 0.0, 0.2)}, "deviations above 0"), ({"std": (0.2, -0.2, 0.2)}, "deviations above 0"),
    ({"std": (0.2, 1e-9, 0.2)}, "deviations above 0"), ({"mean": (float("nan"), 0.0, 0.0)}, "are numbers"),
    ({"mean": (float("inf"), 0.0, 0.0)}, "are numbers"), ({"mean": (1e30, 0.0, 0.0)}, "are numbers"),
    ({"std": (1e30, 1.0, 1.0)}, "are numbers"), ({"categories": ("a",)}, "1 names of classes were given"),
    ({"categories": ("a",) * 4}, "4 names of classes were given"), ({"called": "imagenet"}, "tells 3 classes apart"),
    ({"called": "cifar10"}, "tells 3 classes apart"), ({"called": "nothing"}, "tells 3 classes apart"),
    ({"input_shape": (3, 2000, 2000)}, "do not take inputs of 3 × 2000 × 2000"),
    ({"input_shape": (1, 16, 16), "mean": (0.5,), "std": (0.5,)}, "do not take inputs of 1 × 16 × 16"),
]


@pytest.mark.parametrize(("change", "said"), WRONG, ids=[str(change) for change, _ in WRONG])
def test_what_cannot_be_is_refused_and_nothing_is_written(kept, change, said):
    with pytest.raises(NetworkError) as refused:
        own_card.with_card(kept, "ann", replace(own_card.card_of(kept), **change))
    assert said in str(refused.value)
    assert [one.name for one in kept_files.kept_files("ann")] == [kept]


def test_nobody_else_writes_a_card(kept):
    with pytest.raises(NetworkError, match="another browser"):
        own_card.with_card(kept, "bob", own_card.card_of(kept))


# names of networks that somebody may put into a link
NAMES = ["onnx/", "onnx/abc", f"onnx/{'0' * 32}", f"onnx/{'0' * 32}-{'0' * 8}", f"onnx/{'G' * 32}-{'0' * 8}",
         f"onnx/../{'0' * 30}-{'0' * 8}", f"onnx/{'0' * 32}-{'0' * 8}/..", f"onnx/{'0' * 32}-{'0' * 8}\n",
         f"onnx/{'٠' * 32}-{'0' * 8}", "onnx//etc/passwd", "onnx/" + "0" * 5000, f"ONNX/{'0' * 32}-{'0' * 8}"]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_a_stranger_opens_anything(kept, name):
    for ask in (own_card.card_of, kept_files.kept_data):
        with pytest.raises(ExplorerError, match="another browser"):
            ask(name)
    kept_files.check_network_owner("ann", "bundled/resnet20")
    if name.startswith("onnx/"):
        with pytest.raises(ExplorerError):
            kept_files.check_network_owner("ann", name)


@pytest.mark.parametrize("data", [b"", b"\x00" * 64, b"PK\x03\x04", b"\x08\x07\x12\x00", b"\xff" * 1000, b"{}"])
def test_what_is_no_network_is_not_kept(kept, data):
    with pytest.raises(ExplorerError):
        own_card.keep_network(data, "carl", "x.onnx")
    assert kept_files.kept_files("carl") == ()
