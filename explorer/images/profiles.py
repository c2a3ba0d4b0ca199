"""Colour profiles: what a picture's numbers mean as colours, turned into sRGB as browsers do.

Source:
    ICC.1:2022 (profiles); PNG, 3rd edition, 12.2 (gamma); IEC 61966-2-1 (sRGB). A grey picture may carry a profile of
    grey or of RGB, any other mismatch leaves the numbers as they are, as in Chromium's decoders.
"""

from __future__ import annotations

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

from explorer.errors import Message, message
from explorer.images.structure import LARGEST_PROFILE
from explorer.runtime import CLOSE, size_text

DAMAGED = message("Its colour profile is damaged and was ignored, so its colours may be off.")
OF_ANOTHER_KIND = message("Its colour profile is for {kind} and was ignored, so its colours may be off.")
MODES = {"GRAY": "L", "RGB": "RGB", "CMYK": "CMYK"}
# Differences of up to 2 of 255 are rounding: the profile is sRGB, and the pixels stay exactly as they are.
ROUNDING = 2
SRGB_GAMMA = 1 / 2.2
GAMMAS = (0.1, 5.0)
"""Others are taken for mistakes."""


class _UnfitError(Exception):
    """A profile cannot be used, for the reason that a reader is told."""

    def __init__(self, reason: Message) -> None:
        self.reason = reason
        super().__init__(reason)


def in_srgb(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, tuple[Message, ...]]:
    """Return an image (L, LA, RGB, RGBA or CMYK) in sRGB, and a note where its profile had to be ignored."""
    if profile is None:
        return image, ()
    if len(profile) > LARGEST_PROFILE:
        return image, (message("Its colour profile is larger than {most} and was ignored, so its colours may be off.",
                               most=size_text(LARGEST_PROFILE, digits=CLOSE)),)
    colours, alpha = (image.convert(image.mode[:-1]), image.getchannel("A")) if image.mode in {"LA", "RGBA"} else (
        image, None)
    try:
        mode, transform = _transform(profile, colours.mode)
        if transform is None:
            return image, ()
        colours = transform.apply(colours.convert(mode))
    except _UnfitError as unfit:
        return image, (unfit.reason,)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image, (DAMAGED,)
    if alpha is not None:
        colours.putalpha(alpha)
    return colours, ()


@lru_cache(maxsize=16)
def _transform(profile: bytes, mode: str) -> tuple[str, ImageCms.ImageCmsTransform | None]:
    """Return the mode that a profile's numbers are in and the way from there to sRGB, None where it is none."""
    opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    space = opened.profile.xcolor_space.strip()
    wanted = MODES.get(space)
    if wanted != mode and not (mode == "L" and wanted == "RGB"):
        raise _UnfitError(message(OF_ANOTHER_KIND.template, kind=space))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    transform = ImageCms.ImageCmsTransform(
        opened, srgb, str(wanted), "RGB", ImageCms.Intent.PERCEPTUAL,
        flags=ImageCms.Flags.NOCACHE)  # pages share it, each in a thread of its own
    return str(wanted), None if wanted == "RGB" and _changes_nothing(transform) else transform


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    levels = np.linspace(0, 255, 9).astype(np.uint8)
    cube = np.stack(np.meshgrid(levels, levels, levels), -1).reshape(27, 27, 3)
    there = np.asarray(transform.apply(Image.fromarray(cube)))
    return int(np.abs(there.astype(int) - cube).max()) <= ROUNDING


def without_gamma(image: Image.Image, gamma: float | None) -> Image.Image:
    """Return an image (L, LA, RGB or RGBA) whose samples are light to the power of ``gamma`` as sRGB shows it."""
    if gamma is None or not GAMMAS[0] <= gamma <= GAMMAS[1] or abs(gamma - SRGB_GAMMA) < 0.01:
        return image
    light = (np.arange(256) / 255) ** (1 / gamma)
    shown = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    table = [int(value) for value in np.rint(255 * shown)]
    bands = len(image.getbands())
    kept = list(range(256))
    return image.point(table * (bands - 1) + kept if image.mode in {"LA", "RGBA"} else table * bands)
