"""Pictures that come along: they excite their unit, are found where they were made, and are made again alike."""

from __future__ import annotations

import importlib
import io
from zipfile import ZipFile

import numpy as np
import pytest
from PIL import Image

from explorer import networks
from explorer.errors import NetworkError
from explorer.graph import floors
from explorer.images import crop_picture, crops, sample

dreams = importlib.import_module("explorer.networks.units.dreams")
LITE, RESNET = "package/efficientnet_lite0", "bundled/resnet20"
FILES = sorted(networks.BUNDLED.glob("*.dreams.zip"))
SHIPPED = [(name, floor.layer) for name in (LITE, RESNET) for floor in floors(networks.load(name).report)[1:]
           if networks.dreamed_units(networks.load(name), floor.layer)]


def test_all_that_is_shipped_is_small():
    assert FILES
    assert sum(file.stat().st_size for file in FILES) < 4e6


@pytest.mark.parametrize(("name", "layer"), SHIPPED)
def test_a_picture_excites_its_unit_more_than_every_photo(name, layer):
    network = networks.load(name)
    unit = networks.dreamed_units(network, layer)[0]
    pixels = networks.dreamed(network, layer, unit)
    there = networks.at_side(network, len(pixels))
    reached = networks.feature_maps(there, pixels, layer)[unit].mean()
    photos = [crop_picture(crop).pixels for crop in crops()[::16]]
    assert reached > max(networks.feature_maps(there, photo, layer)[unit].mean() for photo in photos)


@pytest.mark.parametrize("name", [LITE, RESNET])
def test_classes_of_the_sample_photos_have_pictures(name):
    network = networks.load(name)
    best = {network.predict(sample(photo), top=1)[0].place for photo in ("chelsea", "rocket", "coffee")}
    assert best <= set(networks.dreamed_units(network, network.graph.output))


def test_what_pools_whole_maps_has_the_pictures_of_what_it_reads():
    network = networks.load(RESNET)
    units = networks.dreamed_units(network, "layer3.2.relu_1")
    assert units == networks.dreamed_units(network, "avgpool") != ()
    np.testing.assert_array_equal(networks.dreamed(network, "avgpool", units[0]),
                                  networks.dreamed(network, "layer3.2.relu_1", units[0]))


@pytest.mark.parametrize(("name", "weights", "layer", "unit"), [
    (RESNET, "DEFAULT", "fc", 10), (RESNET, "DEFAULT", "nothing", 0), (RESNET, None, "fc", 3),
    ("bundled/segment", "DEFAULT", "input", 0), ("stack/1x8x8/conv.o2~relu", "DEFAULT", "relu1", 0)])
def test_where_none_was_made_there_is_none(name, weights, layer, unit):
    network = networks.load(name, weights=weights)
    assert networks.dreamed(network, layer, unit) is None
    assert unit not in networks.dreamed_units(network, layer)


def test_the_choice_is_what_the_photos_excite_most():
    network = networks.load(RESNET)
    chosen = dreams.units_of(network)
    assert chosen["fc"] == tuple(sorted(chosen["fc"]))
    assert 3 in chosen["fc"]  # cat
    assert set(chosen) == {floor.layer for floor in floors(network.report)[1:]} - {"avgpool"}
    chelsea = networks.network_input(network, sample("chelsea"))
    maps = networks.feature_maps(network, chelsea.values, "layer2.2.relu_1")
    assert int(maps.max(axis=(1, 2)).argmax()) in chosen["layer2.2.relu_1"]


def test_the_command_makes_a_file_and_adds_what_is_missing(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(dreams, "STEPS", dict.fromkeys(dreams.STEPS, 3))
    given = ["resnet20", "--folder", str(tmp_path), "--units", '{"relu": [1, 4]}']
    assert dreams.main(given) == dreams.main([*given[:-1], '{"relu": [1, 4, 5]}']) == 0
    assert capsys.readouterr().out.count("relu/") == 3
    with ZipFile(tmp_path / "resnet20.dreams.zip") as kept:
        assert kept.namelist() == ["relu/1.webp", "relu/4.webp", "relu/5.webp"]
        image = Image.open(io.BytesIO(kept.read("relu/4.webp")))
    assert image.size == (dreams.SMALL_SIDE, dreams.SMALL_SIDE)
    assert dreams.dream_of(networks.load(RESNET), "relu", 4) == dreams.dream_of(networks.load(RESNET), "relu", 4)


def test_a_name_that_is_not_known_is_told(capsys):
    assert dreams.main(["nothing"]) == 1
    assert "resnet20" in capsys.readouterr().err


def test_a_damaged_file_is_told(monkeypatch, tmp_path):
    file = tmp_path / "resnet20.dreams.zip"
    with ZipFile(file, "w") as kept:
        kept.writestr("fc/3.webp", b"nothing")
    monkeypatch.setattr(dreams, "BUNDLED", tmp_path)
    with pytest.raises(NetworkError, match="damaged"):
        networks.dreamed(networks.load(RESNET), "fc", 3)
