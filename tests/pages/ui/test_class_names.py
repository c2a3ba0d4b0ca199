"""Names of classes in Korean: all of ImageNet's, each its own, with the English beside it."""

from __future__ import annotations

import pytest
import streamlit as st
from torchvision.datasets import Flowers102
from torchvision.models._meta import _IMAGENET_CATEGORIES as IMAGENET

from explorer.networks import architectures
from explorer.training.data import synthetic
from pages.ui import class_names
from pages.ui.class_names import class_text, class_texts, class_word
from pages.ui.text import LOCALES
from tests.translations import entries, read

# The Korean words as any dictionary of Korean and English has them.
KNOWN = {
    "goldfish": "금붕어", "great white shark": "백상아리", "tabby": "얼룩고양이", "golden retriever": "골든 리트리버",
    "zebra": "얼룩말", "African elephant": "아프리카코끼리", "ambulance": "구급차", "crane": "기중기",
    "crane bird": "두루미", "umbrella": "우산", "volcano": "화산", "toilet tissue": "화장지", "truck": "트럭",
    "airplane": "비행기", "Ankle boot": "앵클부츠", "sunflower": "해바라기", "Siamese": "샴고양이"}
FASHION = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag")


@pytest.fixture
def speaks(monkeypatch):
    """Return what lets readers speak a language."""
    return lambda code: monkeypatch.setitem(st.session_state, "language", code)


def korean():
    return {english: said for english, said, _ in entries(read(LOCALES / "ko" / "LC_MESSAGES" / "classes.po"))}


@pytest.mark.parametrize("classes", [
    IMAGENET, architectures.CATEGORIES, synthetic.CATEGORIES, Flowers102.classes, FASHION, list(KNOWN)],
    ids=["ImageNet", "CIFAR-10", "shapes", "flowers", "fashion", "known"])
def test_every_class_of_a_set_has_a_name_of_its_own(classes):
    said = korean()
    names = [said[english] for english in classes]
    assert all(any("가" <= letter <= "힣" for letter in name) for name in names)
    assert len(set(names)) == len(classes)


def test_imagenets_classes_stand_in_torchvisions_order():
    wanted = set(IMAGENET)
    assert [english for english in korean() if english in wanted] == list(IMAGENET)


def test_names_are_those_of_the_dictionary_and_stand_beside_the_english(speaks):
    speaks("ko")
    assert {english: class_text(english) for english in KNOWN} == {
        english: f"{said} ({english})" for english, said in KNOWN.items()}


def test_in_narrow_places_the_name_stands_alone(speaks):
    speaks("ko")
    assert [class_word(name) for name in ("goldfish", "Felix", "")] == ["금붕어", "Felix", ""]
    speaks("en")
    assert class_word("goldfish") == "goldfish"


def test_in_english_nothing_is_opened_and_nothing_changes(speaks, monkeypatch):
    monkeypatch.setattr(class_names, "_catalogue", None)
    speaks("en")
    assert class_texts(["goldfish", "Felix"]) == ("goldfish", "Felix")


def test_classes_of_a_readers_own_stay_as_they_are(speaks):
    speaks("ko")
    assert class_text("Felix") == "Felix"
    assert class_text("") == ""
    assert class_texts(["cat", "Felix"]) == ("cat", "Felix")
    assert class_texts(["cat", "dog"]) == ("고양이 (cat)", "개 (dog)")
    assert class_texts("0123456789") == tuple("0123456789")
