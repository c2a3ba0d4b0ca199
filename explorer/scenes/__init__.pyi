"""A small world in which everything is known: shapes on a ground, with their boxes, masks and classes."""

from .chance import random_scene as random_scene
from .drawing import drawn as drawn, ground_pixels as ground_pixels, noise_grains as noise_grains
from .scene import (
    GROUNDS as GROUNDS,
    KIND_COLOURS as KIND_COLOURS,
    KIND_NAMES as KIND_NAMES,
    KINDS as KINDS,
    MOST_NOISE as MOST_NOISE,
    MOST_SEED as MOST_SEED,
    MOST_THINGS as MOST_THINGS,
    PLAIN as PLAIN,
    SIZES as SIZES,
    Scene as Scene,
    Thing as Thing,
    scene_from_text as scene_from_text,
    to_text as to_text,
)
from .shapes import distances as distances
from .truth import (
    Truth as Truth,
    boxes as boxes,
    class_map as class_map,
    hidden as hidden,
    labels as labels,
    masks as masks,
    truth as truth,
)
