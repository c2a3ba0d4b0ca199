"""Every change is held to torchvision's function of the same name, applied to one picture at a time."""

from __future__ import annotations

import json
import math

import pytest
import torch
from torch import Generator
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional as theirs

from explorer.errors import DataError, LimitError
from explorer.training.augmentation.augmentation import CONTROLS, Augmentation, from_json, to_json
from explorer.training.augmentation.cifar_recipe import augment
from explorer.training.augmentation.colour import Colours, blurred, coloured
from explorer.training.augmentation.geometry import Motions, moved

COUNT = 12
STRONG = {"flip": 0.5, "crop": 0.2, "zoom": 0.3, "rotate": 30, "shear": 15, "blur": 1.5, "brightness": 0.4,
          "contrast": 0.4, "saturation": 0.4, "hue": 0.2, "rand_augment": 9, "preset": "bundled",
          "vertical": 0.5, "grayscale": 0.5}


def seeded(seed=0):
    return Generator().manual_seed(seed)


def numbers(low, high, seed):
    return low + (high - low) * torch.rand(COUNT, generator=seeded(seed))


@pytest.fixture
def pictures():
    """Return 12 smooth colour pictures (12, 3, 32, 48): moving them costs little by resampling."""
    noise = torch.rand(COUNT, 3, 8, 12, generator=seeded(1))
    return torch.nn.functional.interpolate(noise, (32, 48), mode="bicubic").clamp(0, 1)


@pytest.fixture
def squares(pictures):
    return pictures[..., :32].contiguous()


def motions(**given):
    still = dict.fromkeys(("right", "down", "angle", "shear_x", "shear_y"), torch.zeros(COUNT))
    return Motions(**({"mirrored": torch.zeros(COUNT, dtype=torch.bool), "scale": torch.ones(COUNT)} | still | given))


def colours(**given):
    same = dict.fromkeys(("brightness", "contrast", "saturation"), torch.ones(COUNT)) | {"hue": torch.zeros(COUNT)}
    return Colours(**(same | given))


def test_movements_are_those_of_torchvision_wherever_the_picture_reaches(pictures):
    given = motions(mirrored=torch.arange(COUNT) % 2 == 0, right=numbers(-0.2, 0.2, 2), down=numbers(-0.2, 0.2, 3),
                    angle=numbers(-170, 170, 4), shear_x=numbers(-30, 30, 5), shear_y=numbers(-20, 20, 6),
                    scale=numbers(0.7, 1.4, 7))
    ours = moved(pictures, given)
    for row, picture in enumerate(pictures):
        picture = theirs.horizontal_flip(picture) if given.mirrored[row] else picture
        how = {"angle": float(given.angle[row]), "scale": float(given.scale[row]),
               "translate": [float(given.right[row]) * 48, float(given.down[row]) * 32],
               "shear": [float(given.shear_x[row]), float(given.shear_y[row])],
               "interpolation": v2.InterpolationMode.BILINEAR}
        expected = theirs.affine(picture, **how)
        inside = theirs.affine(torch.ones(1, 32, 48), **how)[0] > 1 - 1e-6
        assert inside.sum() > 100
        assert (ours[row] - expected).abs()[:, inside].max() < 1e-5


def test_borders_are_filled_by_mirroring(squares):
    shifted = moved(squares, motions(right=torch.full((COUNT,), 4 / 32)))
    assert torch.allclose(shifted[..., 4:], squares[..., :28], atol=1e-4)
    assert torch.allclose(shifted[..., :4], squares[..., :4].flip(3), atol=1e-4)


def test_a_mirrored_picture_is_the_picture_mirrored(squares):
    mirrored = moved(squares, motions(mirrored=torch.ones(COUNT, dtype=torch.bool)))
    assert torch.allclose(mirrored, squares.flip(3), atol=1e-5)


@pytest.mark.parametrize("name", ["brightness", "contrast", "saturation"])
def test_colours_are_those_of_torchvision(name, pictures):
    factors = numbers(0.2, 1.8, 8)
    ours = coloured(pictures, colours(**{name: factors}))
    adjust = getattr(theirs, f"adjust_{name}")
    expected = torch.stack([adjust(picture, float(factor))
                            for picture, factor in zip(pictures, factors, strict=True)])
    assert torch.allclose(ours, expected, atol=1e-5)


def test_hue_is_that_of_torchvision_for_grey_and_pure_colours_too(pictures):
    pictures = pictures.clone()
    pictures[0] = 0.5
    pictures[1] = torch.tensor([1.0, 0.0, 0.0])[:, None, None]
    turns = numbers(-0.5, 0.5, 9)
    ours = coloured(pictures, colours(hue=turns))
    expected = torch.stack([theirs.adjust_hue(picture, float(turn))
                            for picture, turn in zip(pictures, turns, strict=True)])
    assert torch.allclose(ours, expected, atol=1e-5)


def test_blur_is_that_of_torchvision(pictures):
    sigmas = numbers(0.3, 2, 10)
    size = 2 * math.ceil(3 * float(sigmas.max())) + 1
    expected = torch.stack([theirs.gaussian_blur(picture, [size, size], [float(sigma)] * 2)
                            for picture, sigma in zip(pictures, sigmas, strict=True)])
    assert torch.allclose(blurred(pictures, sigmas), expected, atol=1e-5)


def test_a_blur_wider_than_the_picture_still_works():
    tiny = torch.rand(2, 3, 4, 4, generator=seeded())
    soft = blurred(tiny, torch.tensor([3.0, 0.0]))
    assert soft[0].std() < tiny[0].std() / 2
    assert torch.allclose(soft[1], tiny[1])


def test_rand_augment_is_that_of_torchvision_on_the_same_seed(squares):
    ours = Augmentation(rand_augment=9).batch(squares, seeded(5))
    seed = int(torch.randint(2**31, (), generator=seeded(5)))
    change = v2.RandAugment(2, 9, interpolation=v2.InterpolationMode.BILINEAR)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        expected = [change((picture * 255).round().to(torch.uint8)) for picture in squares]
    assert torch.equal(ours, torch.stack(expected) / 255)


@pytest.mark.parametrize("name", STRONG)
def test_the_generator_alone_decides_and_torchs_own_is_left_as_it_was(name, squares):
    chosen, before = Augmentation(**{name: STRONG[name]}), squares.clone()
    torch.manual_seed(1)
    state = torch.get_rng_state()
    first = chosen.batch(squares, seeded(3))
    assert torch.equal(torch.get_rng_state(), state)
    torch.manual_seed(2)
    assert torch.equal(first, chosen.batch(squares, seeded(3)))
    assert not torch.equal(first, chosen.batch(squares, seeded(4)))
    assert torch.equal(squares, before)


@pytest.mark.parametrize("name", STRONG)
def test_pictures_of_a_batch_are_changed_each_by_its_own_numbers(name, squares):
    same = squares[:1].expand(16, -1, -1, -1)
    changed = Augmentation(**{name: STRONG[name]}).batch(same, seeded())
    assert changed.shape == same.shape
    assert 0 <= changed.min() <= changed.max() <= 1
    yes_or_no = name in {"flip", "vertical", "grayscale"}
    assert len({picture.numpy().tobytes() for picture in changed}) >= (2 if yes_or_no else 8)


def test_pictures_upside_down_and_grey_are_torchvisions(squares):
    for changes, theirs_is in ((Augmentation(vertical=0.5), theirs.vertical_flip),
                               (Augmentation(grayscale=0.5), lambda one: theirs.rgb_to_grayscale(one, 3))):
        changed = [(new, old) for new, old in zip(changes.batch(squares, seeded(5)), squares, strict=True)
                   if not torch.equal(new, old)]
        assert 0 < len(changed) < COUNT
        assert all(torch.allclose(new, theirs_is(old), atol=1e-6) for new, old in changed)


def test_the_generator_goes_on_where_a_saved_state_left_off(squares):
    chosen, generator = Augmentation(**STRONG), seeded()
    chosen.batch(squares, generator)
    state = generator.get_state()
    second = chosen.batch(squares, generator)
    again = Generator()
    again.set_state(state)
    assert torch.equal(second, chosen.batch(squares, again))


def test_off_changes_nothing_and_draws_nothing(squares):
    generator = seeded()
    assert Augmentation().is_off
    assert Augmentation().batch(squares, generator) is squares
    assert torch.equal(generator.get_state(), seeded().get_state())


def test_the_bundled_preset_is_how_the_bundled_networks_were_trained(squares):
    assert torch.equal(Augmentation(preset="bundled").batch(squares, seeded()), augment(squares, seeded()))


def test_zoom_draws_as_many_above_one_as_below():
    scales = Augmentation(zoom=0.25)._motions(4000, seeded()).scale
    assert scales.min() >= 0.8 - 1e-6
    assert scales.max() <= 1.25 + 1e-6
    assert abs((scales > 1).float().mean() - 0.5) < 0.03


def test_json_gives_back_what_it_was_given():
    chosen = Augmentation(**STRONG)
    assert from_json(json.loads(json.dumps(to_json(chosen)))) == chosen


@pytest.mark.parametrize("control", CONTROLS, ids=lambda control: control.field)
def test_sliders_run_from_off_to_the_most_that_is_taken(control):
    assert not Augmentation(**{control.field: control.high}).is_off
    for wrong in (control.high * 1.01 + 1, -0.1, math.nan, "1", True, None):
        with pytest.raises(LimitError, match=f"a number from 0 to {control.high:g}"):
            Augmentation(**{control.field: wrong})


def test_there_is_a_slider_for_every_number():
    assert {control.field for control in CONTROLS} == set(to_json(Augmentation())) - {"preset"}


@pytest.mark.parametrize("given", [{"swirl": 1}, {"preset": "best"}])
def test_what_does_not_exist_is_refused(given):
    with pytest.raises(DataError, match="no augmentation"):
        from_json(given)
