"""Classes of published data sets: the names that pages translate are those that torchvision gives."""

from __future__ import annotations

import pytest
from torchvision import datasets

from explorer.training.data.catalogue import SETS
from explorer.training.data.class_names import CLASS_NAMES

GIVEN = {"mnist": [name.partition(" - ")[2] for name in datasets.MNIST.classes],
         "fashion_mnist": datasets.FashionMNIST.classes, "flowers102": datasets.Flowers102.classes}


@pytest.mark.parametrize("name", CLASS_NAMES)
def test_every_class_has_a_name_of_its_own(name):
    assert len(set(CLASS_NAMES[name])) == SETS[name].classes


@pytest.mark.parametrize("name", GIVEN)
def test_the_names_are_those_that_torchvision_gives(name):
    assert list(CLASS_NAMES[name]) == GIVEN[name]
