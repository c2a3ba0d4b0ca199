"""The plan that a reader makes on *Fine-tune*.

The link holds its main choices: ``data`` and ``network``, and ``weights``, ``how``, ``epochs``, ``rate`` and ``seed``
where they are not what the app would choose. With ``job`` it begins as that job of the reader's did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import streamlit as st

from explorer import jobs, training
from explorer.errors import ExplorerError, Message
from pages.ui.reader import reader
from pages.ui.state import address
from pages.ui.state.address import number
from pages.ui.state.page_state import Codec, PageState

DATA, NETWORK, DEFAULT = "digits", "bundled/resnet20", "DEFAULT"
LOOKED_AT = 64
"""Side at which the page looks into a data set, px: pictures are made small once, for all that it shows of them."""
_UPLOADS, _ZIP = "ft_uploads", "ft_own"


class PlanCodec(Codec["training.Plan"]):
    """How the main choices of a plan stand in a link; everything is checked by `Plan`."""

    names = ("data", "network", "weights", "how", "epochs", "rate", "seed")

    def read(self, link: Mapping[str, str], first: training.Plan) -> tuple[training.Plan, tuple[Message, ...]]:
        """Return the plan of a link, or ``first`` where there is none such; what it leaves out, the app chooses."""
        try:
            return _plan_of(link), ()
        except ExplorerError as error:
            return first, (error.message,)

    def write(self, value: training.Plan) -> dict[str, str]:
        """Return the link of a plan's main choices."""
        said, usual = _said(value), _said(suited(value.data, value.network))
        link = {"data": value.data, "network": value.network} | {
            name: said[name] for name in ("weights", "how") if said[name] != usual[name]}
        follows = _said(_plan_of(link))  # what learns brings numbers of its own
        return link | {name: text for name, text in said.items() if text != follows[name]}


state: PageState[training.Plan] = PageState("ft", PlanCodec())


def begin() -> bool:
    """Open the page: with the plan of the job that a reader came with, of a link, or with digits.

    Returns:
        Whether the pictures of the plan cannot be had any more, so that it is another than the reader saw.
    """
    state.open(lambda: suited(DATA, NETWORK))
    if job := address.take(("job",)).get("job"):
        state.make(lambda _plan: training.plan_from_json(jobs.connected().get(reader(), job).plan))
    try:
        pictures_of(state.now.data)
    except ExplorerError as error:  # given up in another tab, or made room for others
        state.settle(suited(DATA, NETWORK), (error.message,))
        return True
    return False


def choose(*, data: str | None = None, network: str | None = None, weights: str = DEFAULT) -> None:
    """Begin anew with another data set or network, and the numbers that suit them."""
    state.make(lambda plan: suited(data or plan.data, network or plan.network, weights))


def learn(how: str) -> None:
    """Choose what learns, with the numbers that suit it."""
    state.make(lambda plan: learning(plan, how))


def suited(data: str, network: str, weights: str = DEFAULT) -> training.Plan:
    """Return the plan that the app would choose.

    Raises:
        ExplorerError: no such data set or network.
    """
    pictures, classes = pictures_of(data)
    return training.default_plan(data, network, weights=weights, pictures=pictures, classes=classes)


def learning(plan: training.Plan, how: str) -> training.Plan:
    """Return a plan in which something else learns, with the numbers that suit it.

    Raises:
        ExplorerError: that does not go with its network.
    """
    rate = {"head": training.HEAD_RATE, "all": training.TENTH * training.RATE}.get(how, training.RATE)
    start = plan if how == "scratch" or plan.network.startswith("stack/") else replace(
        plan, how="all", weights=DEFAULT if plan.how == "scratch" else plan.weights)
    advised = training.TrainingAdvice(how, rate, Message(""))  # type: ignore[arg-type]
    return training.following(advised, start, pictures=pictures_of(plan.data)[0])


def pictures_of(data: str) -> tuple[int, int]:
    """Return how many pictures and classes a data set has.

    Raises:
        DataError: no such data set, or one that is not this reader's.
    """
    training.check_owner(reader(), data)
    return _counted(data)


@lru_cache(maxsize=256)
def _counted(data: str) -> tuple[int, int]:
    if data.startswith("upload/"):
        found = training.open_set(data, LOOKED_AT, seed=0)
        return len(found.train) + len(found.val) + len(found.test), len(found.categories)
    entry = training.set_entry(data)
    return entry.pictures, entry.classes


def ask_for_zip(wanted: bool) -> None:
    """Remember whether the reader is about to give a ZIP; until it is used, there is nothing to train on."""
    st.session_state[_ZIP] = wanted


def waits_for_zip() -> bool:
    """Say whether the reader is about to give a ZIP."""
    return bool(st.session_state.get(_ZIP))


def uploads() -> list[str]:
    """Return the names of this visit's uploads."""
    return list(st.session_state.get(_UPLOADS, ()))


def use_upload(data: str) -> None:
    """Learn from an upload."""
    st.session_state[_UPLOADS] = [*(name for name in uploads() if name != data), data]
    ask_for_zip(False)
    choose(data=data)


def forget(data: str) -> None:
    """Let go of an upload that is removed; a plan that would learn from it begins anew with digits."""
    st.session_state[_UPLOADS] = [name for name in uploads() if name != data]
    _counted.cache_clear()
    if state.now.data == data:
        choose(data=DATA)


def _said(plan: training.Plan) -> dict[str, str]:
    return {"weights": plan.weights, "how": plan.how, "epochs": str(plan.epochs), "rate": f"{plan.learning_rate:g}",
            "seed": str(plan.seed)}


def _plan_of(link: Mapping[str, str]) -> training.Plan:
    plan = suited(link.get("data", DATA), link.get("network", NETWORK), link.get("weights", DEFAULT))
    how = link.get("how", plan.how)
    if how != plan.how and how in training.HOWS:
        plan = learning(plan, how)
    said: dict[str, Any] = {name: number(link, name, getattr(plan, name)) for name in ("epochs", "seed")
                            if name in link}
    if "rate" in link:
        said["learning_rate"] = _rate(link["rate"], plan.learning_rate)
    return replace(plan, **said)


def _rate(text: str, default: float) -> float:
    try:
        return float(text)
    except ValueError:
        return default
