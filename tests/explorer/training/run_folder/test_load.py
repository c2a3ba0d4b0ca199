from __future__ import annotations

import io
import subprocess
import sys

import numpy as np
import pytest
import torch
from PIL import Image

from explorer import networks
from explorer.errors import NetworkError
from explorer.graph import analyse
from explorer.images import picture_of
from explorer.runtime.run_files import BEST
from explorer.settings import Settings
from explorer.training import Plan, load_job, source_code, train
from explorer.training.network.start import start_from
from explorer.training.run_folder import load as trained
from explorer.training.run_folder.files import write_tensors
from explorer.training.run_folder.network_card import graph_from_json, graph_to_json, read_about, write_about

NUMBER = "0123456789abcdef0123456789abcdef"
STACKS = {
    "three channels": "stack/3x16x16/conv.o8.k3~bn~relu~maxpool~flatten~linear.o4",
    "one channel": "stack/1x16x16/conv.o4.k3~relu~flatten~linear.o4",
    "six channels": "stack/6x16x16/conv.o4.k3~relu",
    "uneven padding": "stack/3x16x16/conv.o4.k4.p1_2x1_2~relu~flatten~linear.o3",
}
ZOO = ["torchvision/mobilenet_v3_small", "torchvision/convnext_tiny", "torchvision/densenet121",
       "torchvision/squeezenet1_1", "torchvision/googlenet", "bundled/resnet20"]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return the folder of the job ``NUMBER``."""
    monkeypatch.setattr(trained, "settings", lambda: Settings(data=str(tmp_path)))
    folder = tmp_path / "jobs" / NUMBER
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def left_by(home, stripes):
    """Return ``left_by(name)``: the network ``name``, with what a run would leave of it in its folder."""

    def leave(name):
        begun = start_from(networks.load(name, weights=None), stripes, seed=1)
        for norm in begun.module.modules():
            if hasattr(norm, "running_var") and norm.running_var is not None:
                norm.running_mean.normal_(0, 0.1)
        write_about(begun, home)
        write_tensors(home / BEST, begun.module.state_dict())
        begun.module.eval()
        return begun

    return leave


def batch(begun):
    return torch.rand(2, *begun.input_shape, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("name", [*STACKS.values(), *ZOO])
def test_a_job_opens_as_the_network_it_trained(name, left_by):
    begun = left_by(name)
    opened = load_job(NUMBER, 0, "DEFAULT")
    with torch.inference_mode():
        assert torch.allclose(opened.module(batch(begun)), begun.module(batch(begun)), atol=1e-5)
    assert opened.graph == begun.graph
    assert (opened.trained, opened.categories, opened.weights) == (True, ("upright", "level"), "best")
    assert analyse(opened.graph, opened.input_shape).output_shape == (2,)


@pytest.mark.parametrize("name", [*STACKS.values(), *ZOO])
def test_the_source_computes_what_the_network_does(name, left_by, home):
    begun = left_by(name)
    made = {"__name__": "made"}
    exec(source_code(home), made)
    with torch.inference_mode():
        assert torch.allclose(made["load"](home / BEST)(batch(begun)), begun.module(batch(begun)), atol=1e-5)


def test_what_the_source_says_of_itself_is_in_the_readers_language(left_by, home):
    left_by(STACKS["three channels"])
    made = {"__name__": "made"}
    exec(source_code(home, say=lambda said: f"≪{said}≫"), made)
    assert made["load"].__doc__ == "≪Return the trained network, ready for use.≫"
    assert "(1, 3, 16, 16), normalised" in made["prepare"].__doc__
    assert made["attribute"].__doc__.startswith("≪") and "layer1_0_conv1" in made["attribute"].__doc__


def test_the_source_runs_on_a_picture_file_and_agrees_with_the_app(home, stripes, tmp_path):
    plan = Plan(network=STACKS["one channel"], weights="random", data="stripes", side=16, how="all", epochs=1)
    train(plan, home, data=stripes)
    (home / BEST).rename(home / "stripes.safetensors")
    (home / "network.py").write_text(source_code(home, "stripes.safetensors"))
    pixels = np.random.default_rng(0).integers(0, 256, (30, 40, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(home / "photo.png")
    answer = subprocess.run([sys.executable, "network.py", "photo.png"], cwd=home, capture_output=True, text=True,
                            check=True)
    (home / "stripes.safetensors").rename(home / BEST)
    network = networks.load(f"job/{NUMBER}")
    with torch.inference_mode():
        shares = network.module(torch.from_numpy(network.preprocess(pixels))[None])[0].softmax(0)
    told = {line.split()[1]: float(line.split()[0]) for line in io.StringIO(answer.stdout)}
    assert told == pytest.approx(dict(zip(("upright", "level"), shares.tolist(), strict=True)), abs=2e-4)


@pytest.mark.parametrize("fit", ["crop", "borders"])
def test_a_photo_becomes_a_square_as_in_training_in_the_app_and_in_the_source(fit, left_by, home):
    write_about(left_by(STACKS["three channels"]), home, fit=fit)
    pixels = np.random.default_rng(0).integers(0, 256, (12, 60, 3), dtype=np.uint8)
    made = {"__name__": "made"}
    exec(source_code(home), made)
    found = load_job(NUMBER, 0, "DEFAULT").preprocess(pixels)
    assert np.allclose(made["prepare"](Image.fromarray(pixels))[0].numpy(), found, atol=1e-5)
    part = networks.part_read(load_job(NUMBER, 0, "DEFAULT"), picture_of(pixels, "photo"))
    assert part.box == pytest.approx((-2, 0, 3, 1) if fit == "borders" else (0, 0.4, 1, 0.6))
    assert part.share == pytest.approx(1 if fit == "borders" else 0.2)
    rows = found.std((0, 2)) > 0.2  # of 60 x 12 px in 16 x 16, three rows are picture
    assert rows.sum() == (3 if fit == "borders" else 16)


def test_maps_of_a_job_are_computed_like_those_of_any_network(left_by):
    left_by(STACKS["three channels"])
    network = networks.load(f"job/{NUMBER}", weights="best")
    photo = np.zeros((20, 30, 3), dtype=np.uint8)
    maps = networks.observe(network, network.preprocess(photo), "conv1")
    assert maps.values.shape == (8, 14, 14)


def test_random_weights_of_a_job_follow_the_seed(left_by):
    left_by("torchvision/mobilenet_v3_small")
    one, same, other = (load_job(NUMBER, seed, None).module.get_submodule("classifier.3").weight for seed in (1, 1, 2))
    assert torch.equal(one, same)
    assert not torch.equal(one, other)
    assert not load_job(NUMBER, 0, None).trained


@pytest.mark.parametrize("number", ["../../etc", "", "0123", "0123456789abcdef/..", "0123456789ABCDEF", "０123456789"])
def test_what_is_no_number_of_a_job_is_refused(number, home):
    with pytest.raises(NetworkError, match="no job"):
        networks.load(f"job/{number}")


def test_a_job_without_a_network_says_so(home):
    with pytest.raises(NetworkError, match="no network yet"):
        load_job(NUMBER, 0, "DEFAULT")


def test_weights_of_another_network_are_refused(left_by, home):
    left_by(STACKS["one channel"])
    write_tensors(home / BEST, {"conv1.weight": torch.zeros(1)})
    with pytest.raises(NetworkError, match="are not those of its network"):
        load_job(NUMBER, 0, "DEFAULT")


@pytest.mark.parametrize("name", [*STACKS.values(), "torchvision/densenet121", "torchvision/convnext_tiny"])
def test_a_graph_survives_json(name):
    graph = networks.load(name, weights=None).graph
    assert graph_from_json(graph_to_json(graph)) == graph


def test_what_a_run_says_of_its_network_can_be_read_back(left_by, home):
    begun = left_by("torchvision/mobilenet_v3_small")
    about = read_about(home)
    assert (about.graph, about.inputs, about.head) == (begun.graph, begun.inputs, "classifier.3")
    assert set(map(tuple, about.norms.values())) == {(0.001, 0.01)}
