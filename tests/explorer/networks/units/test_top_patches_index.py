"""The index of test pictures that excite the units of bundled networks, made from a small ZIP of our own."""

import io
from functools import partial
from zipfile import ZipFile

import numpy as np
import pytest
from PIL import Image

from explorer.errors import DataError, ExplorerError, NetworkError
from explorer.graph import analyse
from explorer.networks import feature_maps, load, load_own
from explorer.networks.catalogue import BUNDLED, catalogue
from explorer.networks.units import top_patches_index
from explorer.networks.units.top_images import MOST, picture_zip

NAME = "bundled/resnet20"
COUNT = 12
BUNDLED_NAMES = [entry.name for entry in catalogue() if entry.kind == "bundled" and entry.default == "CIFAR10"]


def pixels(number):
    """Return a coarse random pattern, (32, 32, 3)."""
    coarse = np.random.default_rng(number).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    return coarse.repeat(4, axis=0).repeat(4, axis=1)


def png(values):
    file = io.BytesIO()
    Image.fromarray(values).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def zipped(tmp_path_factory):
    """Return a ZIP with a picture to learn from, too, which does not count."""
    path = tmp_path_factory.mktemp("zip") / "few.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("train/cat/0.png", png(pixels(99)))
        for number in range(COUNT):
            archive.writestr(f"test/{'cat' if number < 6 else 'dog'}/{number:02}.png", png(pixels(number)))
    return path


@pytest.fixture(scope="module")
def folder(zipped, tmp_path_factory):
    """Return where the index of the ZIP lies."""
    made = tmp_path_factory.mktemp("index")
    assert top_patches_index.main([str(zipped), "resnet20", "--folder", str(made)]) == 0
    return made


@pytest.fixture(scope="module")
def network():
    return load(NAME)


@pytest.fixture(scope="module")
def report(network):
    return analyse(network.graph, network.input_shape)


@pytest.fixture
def ask(network, report, zipped, folder):
    return partial(top_patches_index.indexed_top_patches, network, report, pictures=zipped, folder=folder)


@pytest.mark.parametrize("layer", ["relu", "layer2.2.relu_1", "avgpool", "fc"])
def test_the_places_are_the_largest_values_of_all_test_pictures(network, report, ask, layer):
    channel = 3
    maps = [feature_maps(network, pixels(number), layer)[channel] for number in range(COUNT)]
    expected = sorted(maps, key=lambda found: -found.max())[:MOST]
    found = ask(layer=layer, channel=channel)
    np.testing.assert_allclose([place.value for place in found], [one.max() for one in expected], rtol=2e-3, atol=1e-5)


def test_a_place_shows_the_part_of_its_picture_that_the_unit_sees(network, ask):
    # The first layer sees 3 x 3 px, less at the border.
    maps = np.stack([feature_maps(network, pixels(number), "relu") for number in range(COUNT)])
    strongest, channel = np.unravel_index(maps.max((2, 3)).argmax(), maps.shape[:2])
    values = maps[strongest, channel]
    row, column = np.unravel_index(values.argmax(), values.shape)
    expected = pixels(int(strongest))[max(0, row - 1):row + 2, max(0, column - 1):column + 2]
    assert np.abs(ask(layer="relu", channel=int(channel))[0].pixels.astype(int) - expected).max() <= 1


def test_places_are_named_after_the_class_of_their_picture(ask):
    assert {place.photo for place in ask(layer="fc", channel=0)} == {"cat", "dog"}


def test_a_layer_that_was_left_out_names_the_next_that_was_not(ask):
    with pytest.raises(NetworkError, match=r"Open layer1\.0\.relu\."):
        ask(layer="layer1.0.conv1", channel=0)


@pytest.mark.parametrize(("layer", "near"), [
    ("relu", "relu"), ("layer1.0.conv1", "layer1.0.relu"), ("layer2.0.bn2", "layer2.0.relu_1"), ("fc", "fc"),
    ("input", None), ("flatten", None)])
def test_the_units_of_a_layer_are_those_behind_its_activation(report, layer, near):
    assert top_patches_index.near_layer(report, layer) == near


def test_an_index_of_other_weights_is_refused(ask, folder, report, zipped, tmp_path):
    kept = dict(np.load(folder / "resnet20.liked.npz"))
    np.savez(tmp_path / "resnet20.liked.npz", **{**kept, "weights": np.array("0" * 64)})
    with pytest.raises(NetworkError, match=r"other weights.*explorer\.networks\.units\.top_patches_index"):
        ask(layer="relu", channel=0, folder=tmp_path)


def test_a_readers_own_weights_are_refused(report, zipped, folder):
    own = load_own(NAME, (BUNDLED / "resnet20.safetensors").read_bytes())
    with pytest.raises(NetworkError, match="other weights"):
        top_patches_index.indexed_top_patches(own, report, "relu", 0, zipped, folder)


def test_other_pictures_are_refused(ask, tmp_path):
    other = tmp_path / "other.zip"
    with ZipFile(other, "w") as archive:
        archive.writestr("test/cat/0.png", png(pixels(1)))
    with pytest.raises(DataError, match=r"other\.zip holds other pictures"):
        ask(layer="relu", channel=0, pictures=other)


def test_a_network_without_an_index_says_how_to_make_one(ask, tmp_path):
    with pytest.raises(NetworkError, match=r"units\.top_patches_index cifar10\.zip resnet20"):
        ask(layer="relu", channel=0, folder=tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK", b"no ZIP at all" * 100])
def test_a_damaged_index_is_named(ask, tmp_path, content):
    (tmp_path / "resnet20.liked.npz").write_bytes(content)
    with pytest.raises(NetworkError, match="damaged"):
        ask(layer="relu", channel=0, folder=tmp_path)


def test_no_zip_an_empty_one_and_no_zip_at_all_are_named(tmp_path):
    (tmp_path / "text.zip").write_bytes(b"some text")
    ZipFile(tmp_path / "empty.zip", "w").close()
    for name in ("missing.zip", "text.zip", "empty.zip"):
        with pytest.raises(DataError, match=name):
            picture_zip(tmp_path / name)


def test_the_command_names_what_it_cannot_do(tmp_path, capsys):
    assert top_patches_index.main([str(tmp_path / "missing.zip"), "resnet20"]) == 1
    assert "missing.zip" in capsys.readouterr().err


def test_a_picture_that_is_none_is_named(tmp_path):
    path = tmp_path / "poem.zip"
    with ZipFile(path, "w") as archive:
        archive.writestr("test/cat/0.png", b"no picture")
    with pytest.raises(ExplorerError, match="cat is a text file"):
        picture_zip(path).pictures([0])


@pytest.mark.parametrize("name", BUNDLED_NAMES)
def test_the_index_that_comes_with_a_network_was_made_with_its_weights(name):
    network = load(name)
    index = top_patches_index.index_of(network)
    report = analyse(network.graph, network.input_shape)
    assert tuple(index.layers) == top_patches_index.indexed_layers(report)
    for layer, best in index.layers.items():
        assert best.numbers.shape == (report[layer].output_shape[0], MOST)
        assert best.numbers.max() < 10_000  # CIFAR-10 has as many test pictures
        assert (np.diff(best.values.astype(float), axis=1) <= 0).all()
