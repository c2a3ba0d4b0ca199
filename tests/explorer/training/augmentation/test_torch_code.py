"""The program that is shown is run: it makes torchvision's transforms with the numbers of the sliders."""

from __future__ import annotations

import pytest
import torch
from torchvision.transforms import v2

from explorer.training import Augmentation, transform_lines

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def made(augmentation, **given):
    names = {}
    exec(transform_lines(augmentation, **given), names)
    return names["transform"]


def kinds(transform):
    return [type(step).__name__ for step in transform.transforms]


def test_without_changes_values_are_normalised_as_the_lecture_says():
    transform = made(Augmentation(), mean=MEAN, std=STD)
    assert kinds(transform) == ["ToImage", "ToDtype", "Normalize"]
    white = transform(torch.full((3, 4, 4), 255, dtype=torch.uint8))
    assert white[0, 0, 0].item() == pytest.approx(2.249, abs=5e-4)  # (1 - 0.485) / 0.229
    assert v2.Normalize(MEAN, STD)(torch.full((3, 1, 1), 0.485))[0].item() == pytest.approx(0)


def test_every_change_is_written_with_its_numbers_in_the_order_in_which_it_is_made():
    everything = Augmentation(flip=0.5, vertical=0.2, crop=0.1, zoom=0.25, rotate=15, shear=10, blur=1.5,
                              brightness=0.2, contrast=0.3, saturation=0.4, hue=0.1, grayscale=0.3, rand_augment=9)
    transform = made(everything, side=32, mean=MEAN, std=STD)
    assert kinds(transform) == ["ToImage", "Resize", "CenterCrop", "RandomVerticalFlip", "RandomHorizontalFlip",
                                "RandomAffine", "RandAugment", "ColorJitter", "RandomGrayscale", "GaussianBlur",
                                "ToDtype", "Normalize"]
    vertical, mirrored, affine, _, colours, grey, blur = transform.transforms[3:10]
    assert (vertical.p, mirrored.p, grey.p) == (0.2, 0.5, 0.3)
    assert affine.degrees == [-15, 15] and affine.translate == (0.1, 0.1) and affine.shear == [-10, 10, -10, 10]
    assert list(affine.scale) == pytest.approx([0.8, 1.25])
    assert list(colours.brightness) == pytest.approx([0.8, 1.2]) and list(colours.hue) == pytest.approx([-0.1, 0.1])
    assert blur.kernel_size == (11, 11) and blur.sigma == [0.001, 1.5]
    out = transform(torch.randint(0, 256, (3, 40, 50), dtype=torch.uint8))
    assert out.shape == (3, 32, 32) and out.dtype == torch.float32


@pytest.mark.parametrize(("given", "kind"), [
    ({"rotate": 5}, "RandomAffine"), ({"crop": 0.2}, "RandomAffine"), ({"blur": 0.25}, "GaussianBlur"),
    ({"hue": 0.1}, "ColorJitter"), ({"grayscale": 0.1}, "RandomGrayscale"), ({"vertical": 0.5}, "RandomVerticalFlip"),
])
def test_what_is_off_is_not_written(given, kind):
    assert kinds(made(Augmentation(**given))) == ["ToImage", kind, "ToDtype"]
