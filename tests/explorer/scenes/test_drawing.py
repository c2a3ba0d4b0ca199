"""Pictures of scenes show what the truth says, and scenes by chance are what was asked for."""

from __future__ import annotations

from time import process_time

import numpy as np
import pytest

from explorer.errors import ExplorerError
from explorer.images import Picture, picture_of, to_size
from explorer.scenes import KINDS, Scene, Thing, drawn, ground_pixels, masks, random_scene, truth

RED = (255, 0, 0)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("side", [64, 200])
def test_a_picture_changes_just_where_the_mask_is(kind, side):
    scene = Scene((Thing(kind, 0.5, 0.47, 0.6, 20, RED),), ground="#000000")
    red, mask = drawn(scene, side)[..., 0].astype(int), masks(scene, side)[0]
    assert red[mask].min() >= 0.5 * 0.5 * 255 * 0.7 and red[~mask].max() <= 0.5 * 255 + 1
    assert (red[~mask] > 0).mean() < 0.2  # smooth edges, one pixel wide


def test_a_large_picture_is_the_small_one_in_finer_pixels():
    for seed in range(6):
        scene = random_scene(seed, noise=0.0, grounds=("plain",))
        fine = drawn(scene, 256).reshape(64, 4, 64, 4, 3).mean((1, 3))
        assert np.abs(fine - drawn(scene, 64)).mean() < 1.5


def test_noise_has_the_deviation_it_says_and_is_the_same_at_each_side():
    plain, noisy = (Scene((), ground="#808080", noise=noise, seed=3) for noise in (0.0, 0.1))
    noise = drawn(noisy, 64).astype(float) - drawn(plain, 64)
    assert noise.std() == pytest.approx(25.5, rel=0.03)
    assert np.array_equal(drawn(noisy, 192)[1::3, 1::3], drawn(noisy, 64))


def test_grounds_are_cut_from_their_photos_by_the_seed():
    cuts = [ground_pixels(Scene((), ground="coffee", seed=seed), 64) for seed in (1, 1, 2)]
    assert np.array_equal(cuts[0], cuts[1]) and not np.array_equal(cuts[0], cuts[2])
    large = ground_pixels(Scene((), ground="coffee", seed=1), 256).reshape(64, 4, 64, 4, 3).mean((1, 3))
    assert np.abs(large - cuts[0]).mean() < 6


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (3, 8000), (40, 60)])
def test_any_photo_of_the_reader_can_be_the_ground(size):
    photo = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)
    bare = drawn(Scene(()), 64, photo)
    assert bare.shape == (64, 64, 3)
    assert np.array_equal(bare, to_size(picture_of(photo, "own"), 64, 64))
    assert not np.array_equal(drawn(Scene((Thing("star", 0.5, 0.5, 0.5),)), 64, photo), bare)
    assert isinstance(picture_of(photo, "own"), Picture)


def test_the_same_seed_is_the_same_scene():
    assert random_scene(5) == random_scene(5) != random_scene(6)


@pytest.mark.parametrize(("count", "sizes", "kinds"), [
    ((0, 0), (0.15, 0.5), KINDS), ((1, 1), (0.3, 0.3), ("star",)), ((8, 8), (0.1, 0.5), ("ring", "cross")),
    ((2, 4), (0.05, 1.0), KINDS)])
def test_a_scene_by_chance_is_what_was_asked_for(count, sizes, kinds):
    for seed in range(30):
        scene = random_scene(seed, count=count, sizes=sizes, kinds=kinds)
        assert count[0] <= len(scene.things) <= count[1]
        for thing in scene.things:
            assert sizes[0] - 1e-3 <= thing.size <= sizes[1] + 1e-3 and thing.kind in kinds
            assert thing.size / 2 - 1e-3 <= min(thing.x, thing.y)
            assert max(thing.x, thing.y) <= 1 - thing.size / 2 + 1e-3


def test_things_keep_the_distance_that_was_asked_for():
    for seed in range(30):
        things = random_scene(seed, count=(5, 5), sizes=(0.1, 0.4), overlap=0.0).things
        for index, one in enumerate(things):
            for other in things[:index]:
                assert np.hypot(one.x - other.x, one.y - other.y) > (one.size + other.size) / 2 - 0.003


def test_hardly_anything_is_hidden_in_scenes_as_they_are_usual():
    scenes = [random_scene(seed, count=(8, 8)) for seed in range(100)]
    assert sum(len(truth(scene, 64).hidden) for scene in scenes) <= 2


def test_things_can_be_told_from_their_ground():
    for seed in range(40):
        scene = random_scene(seed)
        under = ground_pixels(scene, 8).mean((0, 1))
        assert min(np.abs(np.array(thing.colour) - under).sum() for thing in scene.things) > 100


@pytest.mark.parametrize("settings", [
    {"count": (3, 2)}, {"count": (-1, 2)}, {"count": (1, 81)}, {"kinds": ()}, {"kinds": ("cat",)}, {"sizes": (0, 0.5)},
    {"sizes": (0.5, 0.2)}, {"sizes": (0.5, 1.2)}, {"overlap": -1}, {"overlap": 2}, {"noise": 0.7},
    {"noise": (0.3, 0.1)}, {"grounds": ("nowhere",)}])
def test_settings_that_no_scene_can_have_are_refused(settings):
    with pytest.raises(ExplorerError):
        random_scene(0, **settings)


def test_training_can_draw_thousands():
    drawn(random_scene(0), 64)
    started = process_time()
    for seed in range(60):
        drawn(random_scene(seed, grounds=("plain", "brick", "grass")), 64)
    assert (process_time() - started) / 60 < 0.006  # 1 to 2 ms; twice that is let through
