"""Random changes to a batch of pictures that leave its classes as they are, chosen with sliders.

The names, ranges and meanings are those of ``torchvision.transforms.v2`` (the tests hold each change to it), which
however draws one number per call: here every picture of a batch draws its own. All movements are made in one step,
so that a picture is resampled once. RandAugment is torchvision's own, picture by picture. All randomness comes from
the generator that is passed in; the same generator state gives the same batch, bit for bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

import torch
from torch import Generator, Tensor

from explorer.errors import N_, DataError, LimitError, Message
from explorer.training.augmentation.cifar_recipe import augment
from explorer.training.augmentation.colour import Colours, blurred, coloured, grey
from explorer.training.augmentation.digit_recipe import as_drawn
from explorer.training.augmentation.geometry import Motions, moved, rand_augmented

BUNDLED, DRAWN = "bundled", "drawn"
PRESETS = {BUNDLED: augment, DRAWN: as_drawn}


@dataclass(frozen=True, slots=True)
class Control:
    """One slider: a number of an ``Augmentation``, from ``low`` (off) to ``high``; its title names the unit."""

    field: str
    title: str
    high: float
    step: float
    low: float = 0


CONTROLS = (
    Control("flip", N_("Mirrored, share of the pictures"), 0.5, 0.1),
    Control("vertical", N_("Upside down, share of the pictures"), 0.5, 0.1),
    Control("crop", N_("Shift, up to this share of the side"), 0.5, 0.05),
    Control("zoom", N_("Zoom in or out, up to this share"), 0.5, 0.05),
    Control("rotate", N_("Rotation, up to (°)"), 180, 5),
    Control("shear", N_("Shear, up to (°)"), 45, 5),
    Control("blur", N_("Blur, up to (px)"), 3, 0.25),
    Control("brightness", N_("Brightness, up to this share"), 1, 0.05),
    Control("contrast", N_("Contrast, up to this share"), 1, 0.05),
    Control("saturation", N_("Saturation, up to this share"), 1, 0.05),
    Control("hue", N_("Hue, up to this share of the colour circle"), 0.5, 0.02),
    Control("grayscale", N_("Grey, share of the pictures"), 0.5, 0.1),
    Control("rand_augment", N_("RandAugment, strength"), 30, 1),
)
COLOUR_CHANGES = ("blur", "brightness", "contrast", "saturation", "hue", "grayscale")
"""Fields of changes that leave everything where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Augmentation:
    """How much pictures are changed while they are learned from; 0 is off.

    Raises:
        LimitError: a number is not in the range of its slider.
        DataError: no such preset.
    """

    flip: float = 0
    """Share of the pictures that are mirrored left to right."""
    vertical: float = 0
    """Share of the pictures that are mirrored top to bottom."""
    crop: float = 0
    """Shift in both directions, share of the side."""
    zoom: float = 0
    """0.25 draws scales between 1/1.25 and 1.25, as many above 1 as below."""
    rotate: float = 0
    """Either way, degrees."""
    shear: float = 0
    """Along x and along y, either way, degrees."""
    blur: float = 0
    """Largest sigma of a Gaussian, px."""
    brightness: float = 0
    """0.2 draws factors between 0.8 and 1.2; contrast and saturation likewise."""
    contrast: float = 0
    saturation: float = 0
    hue: float = 0
    """Either way, share of the colour circle."""
    grayscale: float = 0
    """Share of the pictures that lose their colours."""
    rand_augment: int = 0
    """Magnitude of torchvision's ``RandAugment`` with two operations per picture."""
    preset: str = ""
    """``bundled``: first what the networks for photos that come with the app were trained with; sides must be multiples
    of 16. ``drawn``: first what makes of digits others that could have been drawn."""

    def __post_init__(self) -> None:
        for control in CONTROLS:
            value = getattr(self, control.field)
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= control.high:
                raise LimitError("{title}: {value} is not possible. Choose a number from 0 to {high:g}.",
                                 title=Message(control.title), value=value, high=control.high)
        if self.preset and self.preset not in PRESETS:
            raise DataError("There is no augmentation {name!r}. Choose {known}, or none.",
                            name=self.preset, known=", ".join(PRESETS))

    @property
    def is_off(self) -> bool:
        """Say whether every picture stays as it is."""
        return self == Augmentation()

    @property
    def moves(self) -> bool:
        """Say whether things may come to lie elsewhere, so that boxes and masks would not fit any more."""
        return any(getattr(self, one.name) for one in fields(self) if one.name not in COLOUR_CHANGES)

    def batch(self, pictures: Tensor, generator: Generator) -> Tensor:
        """Return the batch (N, 3, H, W), 0 to 1, changed; every picture by numbers of its own.

        The order is: preset, upside down, movements, RandAugment, colours, grey, blur. Colours keep one order too,
        where torchvision's ``ColorJitter`` draws one. The kernel size of the blur is that of the batch's largest sigma.
        """
        if self.preset:
            pictures = PRESETS[self.preset](pictures, generator)
        if self.vertical:
            pictures = torch.where(_drawn(self.vertical, pictures, generator), pictures.flip(2), pictures)
        pictures = moved(pictures, self._motions(len(pictures), generator))
        if self.rand_augment:
            pictures = rand_augmented(pictures, int(self.rand_augment), generator)
        pictures = coloured(pictures, self._colours(len(pictures), generator))
        if self.grayscale:
            pictures = torch.where(_drawn(self.grayscale, pictures, generator), grey(pictures), pictures)
        if self.blur:
            pictures = blurred(pictures, torch.rand(len(pictures), generator=generator) * self.blur)
        return pictures

    def _motions(self, count: int, generator: Generator) -> Motions | None:
        if not (self.flip or self.crop or self.zoom or self.rotate or self.shear):
            return None
        both = 2 * torch.rand(6, count, generator=generator) - 1
        mirrored = torch.rand(count, generator=generator) < self.flip
        return Motions(mirrored=mirrored, right=both[0] * self.crop, down=both[1] * self.crop,
                       angle=both[2] * self.rotate, shear_x=both[3] * self.shear, shear_y=both[4] * self.shear,
                       scale=torch.exp(both[5] * torch.log1p(torch.tensor(self.zoom))))

    def _colours(self, count: int, generator: Generator) -> Colours | None:
        if not (self.brightness or self.contrast or self.saturation or self.hue):
            return None
        both = 2 * torch.rand(4, count, generator=generator) - 1
        return Colours(brightness=1 + both[0] * self.brightness, contrast=1 + both[1] * self.contrast,
                       saturation=1 + both[2] * self.saturation, hue=both[3] * self.hue)


def _drawn(share: float, pictures: Tensor, generator: Generator) -> Tensor:
    """Return which of the pictures are among a ``share`` of them, (N, 1, 1, 1)."""
    return (torch.rand(len(pictures), generator=generator) < share).to(pictures.device)[:, None, None, None]


def to_json(augmentation: Augmentation) -> dict[str, Any]:
    """Return what JSON can hold; :func:`from_json` gives it back."""
    return asdict(augmentation)


def from_json(record: Mapping[str, Any]) -> Augmentation:
    """Return the augmentation of a file or link, checked again.

    Raises:
        DataError: an unknown name.
        LimitError: a number out of its range, or not a number.
    """
    known = {entry.name for entry in fields(Augmentation)}
    if strange := sorted(record.keys() - known):
        raise DataError("There is no augmentation {name!r}. Choose among: {known}.",
                        name=strange[0], known=", ".join(sorted(known)))
    return Augmentation(**record)
