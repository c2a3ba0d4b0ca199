"""The plan that a reader makes on *Fine-tune*: kept in the session, its main choices mirrored in the address bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from explorer import training
from explorer.errors import ExplorerError, Message
from pages.jobs.actions import CHANGED
from pages.ui.state import url
from pages.ui.training_words import ways

_PLAN, _LINK, _REFUSED, _COUNTS, _ZIP = "ft_plan", "ft_link", "ft_refused", "ft_counts", "ft_own"
_PARAMETERS = ("data", "network", "weights", "how", "epochs", "rate", "seed")
DATA, NETWORK = "digits", "bundled/resnet20"
LATE_S = 3
"""As in `read_link`, s."""


def open_link() -> None:
    """Begin with what a job left here to be changed, else with what the address bar says, else with digits."""
    left = st.session_state.pop(CHANGED, None)
    link = url.read_link(_PARAMETERS, key=_LINK, late_s=LATE_S)
    try:
        if left is not None:
            st.session_state[_PLAN] = training.plan_from_json(left)
        elif link is not None:
            st.session_state[_PLAN] = _from_link(link)
    except ExplorerError as error:
        st.session_state[_REFUSED] = error.message
    if _PLAN not in st.session_state:
        st.session_state[_PLAN] = _default(DATA, NETWORK)


def write_link() -> None:
    """Put the main choices into the address bar, where they are not what the app would choose."""
    plan = now()
    usual = _default(plan.data, plan.network)
    link = {"data": plan.data, "network": plan.network}
    said = {"weights": plan.weights, "how": plan.how, "epochs": str(plan.epochs), "rate": f"{plan.learning_rate:g}",
            "seed": str(plan.seed)}
    common = {"weights": usual.weights, "how": usual.how, "epochs": str(usual.epochs),
              "rate": f"{usual.learning_rate:g}", "seed": str(usual.seed)}
    url.write_link(link | {name: value for name, value in said.items() if value != common[name]}, _PARAMETERS,
                       key=_LINK)


def now() -> training.Plan:
    """Return the plan as it stands."""
    plan: training.Plan = st.session_state[_PLAN]
    return plan


def change(**changes: Any) -> None:
    """Change the plan; where the change does not fit, it stays as it is and `refusal` says why."""
    try:
        st.session_state[_PLAN] = replace(now(), **changes)
    except ExplorerError as error:
        st.session_state[_REFUSED] = error.message


def choose(*, data: str | None = None, network: str | None = None, weights: str = "DEFAULT") -> None:
    """Begin anew with another data set or network, and the numbers that suit them."""
    try:
        st.session_state[_PLAN] = _default(data or now().data, network or now().network, weights)
    except ExplorerError as error:
        st.session_state[_REFUSED] = error.message


def learn(how: str) -> None:
    """Choose what learns, with the numbers that suit it."""
    rate = {"head": training.HEAD_RATE, "all": training.TENTH * training.RATE}.get(how, training.RATE)
    plan = now()
    start = plan if how == "scratch" or plan.network.startswith("stack/") else replace(
        plan, how="all", weights="DEFAULT" if plan.how == "scratch" else plan.weights)
    try:
        st.session_state[_PLAN] = training.following(training.Advice(how, rate, Message("")), start,  # type: ignore[arg-type]
                                                     pictures=pictures_of(plan.data)[0])
    except ExplorerError as error:
        st.session_state[_REFUSED] = error.message


def ask_for_zip(wanted: bool) -> None:
    """Remember whether the reader is about to give a ZIP; until it is used, there is nothing to train on."""
    st.session_state[_ZIP] = wanted


def waits_for_zip() -> bool:
    """Say whether the reader is about to give a ZIP."""
    return bool(st.session_state.get(_ZIP))


def refusal() -> Message | None:
    """Return why the last change was refused, once."""
    found: Message | None = st.session_state.pop(_REFUSED, None)
    return found


def count(data: str, pictures: int, classes: int) -> None:
    """Remember how many pictures and classes an upload has."""
    st.session_state.setdefault(_COUNTS, {})[data] = pictures, classes


def forget(data: str) -> None:
    """Let go of an upload that is removed; a plan that would learn from it begins anew with digits."""
    st.session_state.get(_COUNTS, {}).pop(data, None)
    if now().data == data:
        choose(data=DATA)


def pictures_of(data: str) -> tuple[int, int]:
    """Return how many pictures and classes a data set has.

    Raises:
        DataError: no such data set.
    """
    counts: dict[str, tuple[int, int]] = st.session_state.get(_COUNTS, {})
    if data in counts:
        return counts[data]

    if data.startswith("upload/"):
        found = training.open_set(data, 32, seed=0)
        count(data, len(found.train) + len(found.val) + len(found.test), len(found.categories))
        return pictures_of(data)
    entry = training.set_entry(data)
    return entry.pictures, entry.classes


def uploads() -> list[str]:
    """Return the names of this visit's uploads."""
    return [name for name in st.session_state.get(_COUNTS, {}) if name.startswith("upload/")]


def _default(data: str, network: str, weights: str = "DEFAULT") -> training.Plan:

    pictures, classes = pictures_of(data)
    return training.default_plan(data, network, weights=weights, pictures=pictures, classes=classes)


def _from_link(link: Mapping[str, str]) -> training.Plan:
    """Return the plan of a link; what it does not say is as the app would choose. Everything is checked by ``Plan``."""
    plan = _default(link.get("data", DATA), link.get("network", NETWORK), link.get("weights", "DEFAULT"))
    how = link.get("how", plan.how)
    if how != plan.how and how in ways():
        st.session_state[_PLAN] = plan
        learn(how)
        plan = now()
    said: dict[str, Any] = {}
    if "epochs" in link:
        said["epochs"] = url.number(link, "epochs", plan.epochs)
    if "seed" in link:
        said["seed"] = url.number(link, "seed", plan.seed)
    if "rate" in link:
        said["learning_rate"] = _rate(link["rate"], plan.learning_rate)
    return replace(plan, **said)


def _rate(text: str, default: float) -> float:
    try:
        return float(text)
    except ValueError:
        return default
