"""The scene that all tabs look at, with its controls: a tab says what is found in it, and gets back what was done.

    taken = scene.scene_view(LOOK, more={"threshold": 0.5}, cells=True)     # in the tab's left column, say
    state.now.scene, scene.ground_photo(), scene.pixels()                   # for whatever else the tab computes
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import streamlit as st

from explorer import scenes
from explorer.arrays import Pixels
from explorer.errors import N_
from explorer.images import SAMPLES, Picture, to_size
from explorer.scenes import GROUNDS, MOST_NOISE, PLAIN, Scene, random_scene
from pages.ui.components import scene_canvas
from pages.ui.components.scene_canvas import Taken
from pages.ui.pickers.photo import photo
from pages.ui.state.widget import controlled
from pages.ui.text import _
from pages.where_is_it.scene_settings import SceneName
from pages.where_is_it.state import state

KEY = "wi_scene"
PHOTO_KEY = "wi_photo"
OWN = "own"
COUNTS = (0, 12)
"""Fewest and most shapes of a scene by chance; more can be added by hand."""
PLAINS = {PLAIN: N_("Light grey"), "#ffffff": N_("White"), "#20242c": N_("Dark"), "#8a9a5b": N_("Green")}
"""Plain grounds to choose from."""


def scene_view(look: str, *, more: Mapping[str, str | float | bool] | None = None, cells: bool = False,
               side: int = 560, count: tuple[int, int] = COUNTS, hint: str = "",
               name: SceneName = "scene") -> Taken | None:
    """Show the scene with its controls, and return what the reader has just done in it.

    Args:
        look: what is found in it, a name from `scene_canvas.offer`.
        more: what else ``look`` is told.
        cells: whether cells of the grid can be chosen.
        side: largest that the picture is shown, px.
        count: fewest and most shapes of scenes by chance.
        hint: the line below the picture while no shape is in hand.
        name: which scene, where a tab has one of its own.
    """
    key = f"{KEY}_{look}"
    done = scene_canvas.taken(key)
    if done is not None:
        _take(name, done)
    shown = _scene(name)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="wi_scene_bar"):
        _controls(name, count)
    scene_canvas.scene_canvas(shown, look, key=key, more=more, photo=ground_photo(), side=side, cells=cells,
                              undo=state.can_undo, hint=hint)
    hidden = scenes.hidden(shown, scene_canvas.SIDE)
    if hidden:
        st.caption(_("Shapes that others cover, so that no box can be told of them: {count}").format(count=len(hidden)),
                   width="stretch")
    return done


def ground_photo() -> Picture | None:
    """Return the photo that the scene lies on, or None: it lies on its own ground."""
    return st.session_state.get(f"{PHOTO_KEY}_picture") if state.now.own else None


def pixels(side: int = scene_canvas.SIDE, *, name: SceneName = "scene") -> Pixels:
    """Return the picture of the scene as it is now, (side, side, 3)."""
    own = ground_photo()
    return scenes.drawn(_scene(name), side, None if own is None else to_size(own, side, side))


def _scene(name: SceneName) -> Scene:
    return state.now.lone if name == "lone" else state.now.scene


def _take(name: SceneName, done: Taken) -> None:
    if done.scene != _scene(name):
        state.change(**{name: done.scene})
    if done.undo:
        state.undo()


def _controls(name: SceneName, count: tuple[int, int]) -> None:
    scene = _scene(name)
    st.button(_("New scene"), icon=":material/casino:", key="wi_new", on_click=_draw, args=(name, 1, None),
              help=_("Another scene by chance, with as many shapes"), wrap=False)
    st.slider(_("Shapes"), *count, width=92, **controlled(
        "wi_count", min(max(len(scene.things), count[0]), count[1]), partial(_draw, name, 0)))
    st.slider(_("Noise, %"), 0, int(100 * MOST_NOISE), width=92, help=_(
        "Standard deviation of what is added to each value, as a share of the range 0 to 255"), **controlled(
        "wi_noise", round(100 * scene.noise), partial(_make_noise, name)))
    grounds = [*PLAINS, *GROUNDS, OWN]
    if scene.ground not in grounds:
        grounds.insert(0, scene.ground)
    st.selectbox(_("Ground"), grounds, format_func=_ground_name, width=118, **controlled(
        "wi_ground", OWN if state.now.own else scene.ground, partial(_lay, name)))
    if state.now.own:
        st.session_state[f"{PHOTO_KEY}_picture"] = photo(PHOTO_KEY)


def _ground_name(ground: str) -> str:
    if ground == OWN:
        return _("A photo")
    if ground.startswith("#"):
        return _(PLAINS[ground]) if ground in PLAINS else ground
    return _(SAMPLES[ground].title)


def _lay(name: SceneName, ground: str) -> None:
    if ground == OWN:
        state.change(own=True)
    else:
        state.change(**{"own": False, name: replace(_scene(name), ground=ground)})


def _make_noise(name: SceneName, percent: int) -> None:
    state.change(**{name: replace(_scene(name), noise=percent / 100)})


def _draw(name: SceneName, ahead: int, count: int | None) -> None:
    """Draw the next scene by chance, on the same ground and with the same noise."""
    now = _scene(name)
    number = len(now.things) if count is None else count
    seed = (now.seed + ahead) % (scenes.MOST_SEED + 1)
    drawn = random_scene(seed, count=(number, number), noise=now.noise, grounds=(now.ground,))
    state.change(**{name: Scene(drawn.things, now.ground, now.noise, seed)})
