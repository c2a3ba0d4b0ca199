"""An augmentation as the lines of torchvision that come next to it."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.training.augmentation.augmentation import Augmentation

_HEAD = ("import torch", "from torchvision.transforms import v2", "")


def transform_lines(augmentation: Augmentation, *, side: int | None = None, mean: Sequence[float] = (),
                    std: Sequence[float] = ()) -> str:
    """Return a program that makes ``transform``, a ``v2.Compose`` of the same changes in the same order.

    torchvision fills borders with black where this app mirrors, and draws each number once per call. The preset
    ``bundled`` has no counterpart and is left out.

    Args:
        augmentation: what is changed at random; what is off is not written.
        side: of the picture that comes out, px; None leaves sizes as they are.
        mean: of each channel, for values 0 to 1; without it nothing is normalised.
        std: standard deviation of each channel.
    """
    steps = ["v2.ToImage()"]
    if side:
        steps += [f"v2.Resize({side})", f"v2.CenterCrop({side})"]
    steps += [*_movements(augmentation), *_looks(augmentation), "v2.ToDtype(torch.float32, scale=True)"]
    if mean:
        steps.append(f"v2.Normalize(mean={_list(mean)}, std={_list(std)})")
    return "\n".join([*_HEAD, "transform = v2.Compose([", *(f"    {step}," for step in steps), "])"]) + "\n"


def _movements(changes: Augmentation) -> list[str]:
    steps = [f"v2.Random{axis}Flip(p={share:g})"
             for axis, share in (("Vertical", changes.vertical), ("Horizontal", changes.flip)) if share]
    if changes.crop or changes.zoom or changes.rotate or changes.shear:
        given = [f"degrees={changes.rotate:g}"]
        if changes.crop:
            given.append(f"translate=({changes.crop:g}, {changes.crop:g})")
        if changes.zoom:
            given.append(f"scale=({1 / (1 + changes.zoom):.3g}, {1 + changes.zoom:.3g})")
        if changes.shear:
            low, high = f"{-changes.shear:g}", f"{changes.shear:g}"
            given.append(f"shear=({low}, {high}, {low}, {high})")
        steps.append(f"v2.RandomAffine({', '.join(given)}, interpolation=v2.InterpolationMode.BILINEAR)")
    return steps


def _looks(changes: Augmentation) -> list[str]:
    steps = [f"v2.RandAugment(num_ops=2, magnitude={changes.rand_augment:g})"] if changes.rand_augment else []
    colours = [f"{name}={value:g}" for name in ("brightness", "contrast", "saturation", "hue")
               if (value := getattr(changes, name))]
    if colours:
        steps.append(f"v2.ColorJitter({', '.join(colours)})")
    if changes.grayscale:
        steps.append(f"v2.RandomGrayscale(p={changes.grayscale:g})")
    if changes.blur:
        size = 2 * -int(-3 * changes.blur // 1) + 1  # as wide as the app's own
        steps.append(f"v2.GaussianBlur(kernel_size={size}, sigma=(0.001, {changes.blur:g}))")
    return steps


def _list(numbers: Sequence[float]) -> str:
    return f"[{', '.join(f'{number:g}' for number in numbers)}]"
