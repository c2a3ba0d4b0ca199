"""Small data sets for the tests of training."""

from __future__ import annotations

import io
from zipfile import ZipFile

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Generator

from explorer.training.data.dataset import DataSet, Pictures
from explorer.training.train import train


@pytest.fixture
def configure(configure, monkeypatch, tmp_path):
    """Return ``configure(field=value)``, which changes settings; data lie in a folder of the test's own."""
    configure(data=tmp_path / "data")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)  # follows our limit, so it is put back
    return configure


@pytest.fixture
def picture_bytes():
    """Return ``picture_bytes(colour)``, which makes a file of one colour."""

    def make(colour, size=(32, 32), kind="PNG"):
        buffer = io.BytesIO()
        Image.new("RGB", size, colour).save(buffer, kind)
        return buffer.getvalue()

    return make


@pytest.fixture
def stored_as(picture_bytes):
    """Return ``stored_as(encoding, *names)``: a ZIP of pictures whose names do not say what they are in."""

    def make(encoding, *names, each=1):
        buffer, changes = io.BytesIO(), {}
        with ZipFile(buffer, "w") as archive:
            for name in names:
                raw = name.encode(encoding)
                for number in range(each):
                    stand_in = f"{len(changes):04}{'X' * (len(raw) - 4)}" if len(raw) > 3 else "X" * len(raw)
                    changes[stand_in] = raw
                    archive.writestr(f"{stand_in}/{number}.png", picture_bytes((number, len(raw), 0)))
        data = buffer.getvalue()
        for stand_in, raw in changes.items():
            data = data.replace(stand_in.encode(), raw)
        return data

    return make


@pytest.fixture
def make_zip(tmp_path):
    """Return ``make_zip(files)``, which packs names and contents and returns the path."""

    def make(files):
        path = tmp_path / "set.zip"
        with ZipFile(path, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return path

    return make


@pytest.fixture
def good_files(picture_bytes):
    """Return red and blue pictures, one for each part of the set."""
    colours = {"red": (255, 0, 0), "blue": (0, 0, 255)}
    return {f"{part}/{name}/0.png": picture_bytes(colour) for part in ("train", "test")
            for name, colour in colours.items()}


@pytest.fixture
def stripes():
    """Return 96 noisy pictures of 16 px with upright (0) or level (1) stripes, easy to learn."""
    generator = Generator().manual_seed(0)
    labels = torch.arange(96) % 2
    wave = 100 * torch.from_numpy(np.sin(np.arange(16.0))).float()
    upright, level = wave.expand(16, 16), wave[:, None].expand(16, 16)
    pure = torch.where(labels[:, None, None] == 0, upright, level)[:, None].expand(-1, 3, -1, -1)
    noise = 20 * torch.randn(96, 3, 16, 16, generator=generator)
    pictures = Pictures((128 + pure + noise).clamp(0, 255).to(torch.uint8), labels)
    return DataSet(train=pictures, val=pictures, test=pictures, categories=("upright", "level"))


@pytest.fixture
def run_in(tmp_path, stripes):
    """Return ``run_in(name, plan, ...)``, which trains in a folder of that name and returns it."""

    def run(name, plan, **more):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        train(plan, folder, data=stripes, **more)
        return folder

    return run
