"""What is said of data sets before they are opened, against those who publish them."""

from __future__ import annotations

import pytest
from sklearn.datasets import load_digits
from torchvision import datasets

from explorer.errors import DataError, LimitError
from explorer.training import SETS, is_here, open_set
from explorer.training.data import synthetic
from explorer.training.data.catalogue import ARRAYS, HERE, ON_REQUEST, UPLOAD, YOURS
from explorer.training.data.opening import LEAST_SIDE, MOST_SIDE, set_entry
from explorer.training.data.published import PHOTOS, READ_WITH, files

# Pictures, classes and side by the papers and pages of those who made them:
# LeCun, Cortes, Burges (1998); arXiv:1708.07747, section 2; Krizhevsky (2009), section 3; Nilsback & Zisserman (2008),
# section 2; Parkhi et al. (2012), table 1 (7,349 pictures of 37 breeds); UCI Machine Learning Repository, data set 80.
PUBLISHED = {"mnist": (70_000, 10, 28), "fashion_mnist": (70_000, 10, 28), "cifar10": (60_000, 10, 32),
             "flowers102": (8189, 102, 224), "oxford_pets": (7349, 37, 224), "digits": (1797, 10, 8)}


@pytest.mark.parametrize("name", PUBLISHED)
def test_sizes_are_those_that_were_published(name):
    entry = SETS[name]
    assert (entry.pictures, entry.classes, entry.side) == PUBLISHED[name]


def test_digits_are_as_many_as_scikit_learn_installs():
    found = load_digits()
    assert SETS["digits"].pictures == len(found.images)
    assert SETS["digits"].side == found.images.shape[1]


def test_shapes_are_as_many_as_are_drawn():
    assert SETS["shapes"].pictures == synthetic.COUNT
    assert SETS["shapes"].classes == len(synthetic.CATEGORIES)
    assert SETS["shapes"].side == synthetic.SIDE


@pytest.mark.parametrize("entry", SETS.values(), ids=lambda entry: entry.name)
def test_each_says_where_it_comes_from_and_what_a_download_costs(entry):
    assert entry.how == (ON_REQUEST if entry.downloaded else HERE)
    assert (entry.size > 0) is entry.downloaded
    assert str(entry.source).endswith(".")
    assert str(entry.licence).endswith(".")


def test_what_is_downloaded_is_read_by_torchvisions_class_of_that_name():
    downloaded = {name for name, entry in SETS.items() if entry.downloaded}
    assert downloaded == set(READ_WITH) == ARRAYS | set(PHOTOS)
    assert all(hasattr(datasets, reader) for reader in READ_WITH.values())


@pytest.mark.parametrize("name", sorted(READ_WITH))
def test_every_file_to_fetch_has_the_hash_that_torchvision_checks(name):
    for file in files(name):
        assert len(file.md5) == 32
        assert int(file.md5, 16) >= 0
        assert file.url.startswith("http")
        assert file.url.endswith(file.name)


@pytest.mark.parametrize("side", [LEAST_SIDE - 1, MOST_SIDE + 1, 0])
def test_sides_that_cannot_be_used_are_told_with_the_range(side):
    with pytest.raises(LimitError, match=f"can be {LEAST_SIDE} to {MOST_SIDE} px"):
        open_set("digits", side, seed=0)


@pytest.mark.parametrize("side", [LEAST_SIDE, 13])
def test_pictures_are_opened_at_the_side_that_was_asked_for_and_say_how(side):
    data = open_set("digits", side, seed=0)
    assert data.side == side
    assert f"{side} × {side}" in str(data.prepared)
    assert (data.title, data.name) == ("Digits", "digits")
    assert data.source == SETS["digits"].source


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(DataError, match=r"no data set 'imagenet'.*digits, shapes, mnist"):
        set_entry("imagenet")


@pytest.mark.parametrize(("name", "here"), [("digits", True), ("shapes", True), ("cifar10", False),
                                            (UPLOAD + "0" * 64, False)])
def test_what_needs_no_download_is_here(name, here, configure):
    assert is_here(name) is here


def test_readers_own_pictures_have_an_entry_that_promises_nothing():
    assert (YOURS.pictures, YOURS.classes, YOURS.downloaded) == (0, 0, False)
    assert YOURS.name not in SETS
