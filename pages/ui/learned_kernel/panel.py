"""*Kernels that learn* on a page: what the kernel learns on and from, and the component in which it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import streamlit as st

from explorer.convolution import FILTERS
from explorer.errors import N_
from pages.ui.errors import told_to_reader
from pages.ui.grey_photo import GreyPhoto
from pages.ui.learned_kernel.descent_data import PHOTO_SIDE, mount
from pages.ui.learned_kernel.settings import GROUNDS, OWN, STEPS, TARGETS, KernelLearning, taken
from pages.ui.pickers.photo import photo
from pages.ui.state.widget import controlled
from pages.ui.text import _

TITLE = N_("Kernels that learn")
SAYS = N_("Press *Learn*: the weights start by chance and go downhill until the kernel gives what the target gives. "
          "Then move the rate past its red mark.")
Put = Callable[[KernelLearning], None]


def learned_kernel(now: KernelLearning, put: Put, *, prefix: str, photo_key: str) -> None:
    """Show the panel.

    Args:
        now: what is set.
        put: takes over what the reader sets.
        prefix: of the keys of the page's widgets.
        photo_key: of the page's picker of photos.
    """
    key = f"{prefix}_learned"
    told = taken(key, now)
    if told != now:
        put(told)
        now = told
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"{prefix}_learn_toolbar"):
        picture = _controls(now, put, prefix, photo_key)
    with told_to_reader():
        mount(now, picture, key=key)


def _controls(now: KernelLearning, put: Put, prefix: str, photo_key: str) -> GreyPhoto | None:
    """Ask what is learned, and on what; return the photo, where it is one."""
    grounds = dict(zip(GROUNDS, (_("Photo"), _("Random dots"), _("Stripes"), _("The book's step")), strict=True))
    st.selectbox(_("It learns on"), GROUNDS, format_func=grounds.__getitem__, width=175,
                 label_visibility="collapsed",
                 **_bound(prefix, "learn_on", now, lambda ground: put(now.on(ground))))
    if now.learn_on != "book":
        titles = {name: _(FILTERS[name].title) for name in TARGETS if name != OWN} | {OWN: _("Your own kernel")}
        st.selectbox(_("Target filter"), TARGETS, width=210, label_visibility="collapsed",
                     format_func=lambda name: _("Target: {filter}").format(filter=titles[name]),
                     **_bound(prefix, "learn_target", now, lambda name: put(_aimed(now, name))))
    st.selectbox(_("Steps"), STEPS, width=130, label_visibility="collapsed",
                 format_func=lambda steps: _("{steps} steps").format(steps=steps),
                 **_bound(prefix, "learn_steps", now, lambda steps: put(replace(now, learn_steps=steps, learn_at=min(
                     steps, now.learn_at)))))
    return GreyPhoto.of(photo(photo_key), PHOTO_SIDE) if now.learn_on == "photo" else None


def _aimed(now: KernelLearning, name: str) -> KernelLearning:
    """Return the settings with another target; a kernel of one's own begins as what was there."""
    if name != OWN:
        return replace(now, learn_target=name, learn_at=0)
    own = tuple(int(value) for value in np.rint(100 * now.kernel).ravel())
    return replace(now, learn_target=OWN, learn_own=own, learn_at=0)


def _bound(prefix: str, name: str, now: KernelLearning, take: Callable[[Any], None]) -> dict[str, Any]:
    return controlled(f"{prefix}_{name}", getattr(now, name), take)
