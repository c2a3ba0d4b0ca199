"""The scene that all tabs of *Where is it?* look at: what a reader sets of it, and how a link writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from explorer.errors import ExplorerError, Message
from explorer.scenes import Scene, Thing, scene_from_text, to_text
from pages.ui.state.fields import Field, Switch

LONGEST = 6_000
"""Characters of a scene in a link: enough for as many things as a scene may have."""
FIRST = Scene((
    Thing("circle", 0.22, 0.26, 0.3, 0, (0, 114, 178)),
    Thing("star", 0.68, 0.24, 0.34, 12, (204, 121, 167)),
    Thing("triangle", 0.3, 0.72, 0.4, 8, (0, 158, 115)),
    Thing("square", 0.74, 0.7, 0.42, 20, (230, 159, 0)),
    Thing("ring", 0.56, 0.52, 0.2, 0, (160, 60, 40)),
))
"""What the page starts with: five things, two of which overlap."""
LONE = Scene((Thing("star", 0.6, 0.45, 0.5, 12, (204, 121, 167)),))
"""What a network for one thing starts with."""
SceneName = Literal["scene", "lone"]


@dataclass(frozen=True, slots=True)
class SceneField:
    """A scene as `explorer.scenes.to_text` writes it."""

    def read(self, name: str, text: str, otherwise: Scene) -> tuple[Scene, Message | None]:  # noqa: ARG002
        """Return the scene, or the other one and why it cannot be taken."""
        try:
            return scene_from_text(text[:LONGEST]), None
        except ExplorerError as error:
            return otherwise, error.message

    def write(self, value: Scene) -> str:
        """Return the text."""
        return _written(value)


@lru_cache(maxsize=256)
def _written(scene: Scene) -> str:
    return to_text(scene)


@dataclass(frozen=True, kw_only=True)
class SceneSettings:
    """The settings of the scene.

    Attributes:
        scene: what the tabs look at.
        lone: what the network for one thing looks at.
        own: whether they lie on a photo that the reader has chosen, instead of their own ground.
    """

    scene: Scene = FIRST
    lone: Scene = LONE
    own: bool = False


FIELDS: Mapping[str, Field] = {"scene": SceneField(), "lone": SceneField(), "own": Switch()}
