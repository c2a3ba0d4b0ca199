"""Sample photos that come with installed packages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from explorer.errors import N_, ImageError, Message
from explorer.images.opening import open_image
from explorer.images.picture import Picture


@dataclass(frozen=True, slots=True)
class Sample:
    """A photo that is installed with a package."""

    title: str
    package: str
    path: str
    credit: str
    """Who made it and under which licence, as the package states it."""

    @property
    def file(self) -> Path:
        """Return where the photo lies, without importing its package."""
        spec = find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise ImageError("The photo {title} comes with {package}, which is not installed. Choose another photo.",
                             title=Message(self.title), package=self.package)
        return Path(spec.submodule_search_locations[0]) / self.path


_NASA = "NASA, public domain"
_CC0 = "Creative Commons CC0"
_CC_BY = "Creative Commons Attribution 2.0"
SAMPLES: dict[str, Sample] = {
    "chelsea": Sample(N_("Chelsea the cat"), "skimage", "data/chelsea.png", f"Stefan van der Walt, {_CC0}"),
    "china": Sample(N_("Chinese temple"), "sklearn", "datasets/images/china.jpg", f"danielbuechele (Flickr), {_CC_BY}"),
    "flower": Sample(N_("Flower"), "sklearn", "datasets/images/flower.jpg", f"vultilion (Flickr), {_CC_BY}"),
    "astronaut": Sample(N_("Astronaut"), "skimage", "data/astronaut.png", _NASA),
    "coffee": Sample(N_("Cup of coffee"), "skimage", "data/coffee.png", f"Rachel Michetti, {_CC0}"),
    "rocket": Sample(N_("Rocket"), "skimage", "data/rocket.jpg", "SpaceX, public domain"),
    "camera": Sample(N_("Photographer"), "skimage", "data/camera.png", f"Lav Varshney, {_CC0}"),
    "coins": Sample(N_("Greek coins"), "skimage", "data/coins.png", "Brooklyn Museum, no known copyright restrictions"),
    "brick": Sample(N_("Brick wall"), "skimage", "data/brick.png", f"CC0Textures, {_CC0}"),
    "grass": Sample(N_("Grass"), "skimage", "data/grass.png", f"linolafett (DeviantArt), {_CC0}"),
    "moon": Sample(N_("Surface of the Moon"), "skimage", "data/moon.png", "distributed with scikit-image"),
    "hubble": Sample(N_("Deep field of Hubble"), "skimage", "data/hubble_deep_field.jpg", _NASA),
}


@cache
def sample(name: str) -> Picture:
    """Return the sample photo that ``SAMPLES`` lists as ``name``, under its title.

    Raises:
        ImageError: there is no such sample, or its package is not installed.
    """
    if name not in SAMPLES:
        raise ImageError("There is no sample photo {name!r}. Choose one of: {known}.",
                         name=name, known=", ".join(SAMPLES))
    return open_image(SAMPLES[name].file.read_bytes(), SAMPLES[name].title)
