"""The plan that a reader makes on *Fine-tune*.

The link holds all of it: ``data`` and ``network``, and each other setting where it is not what the app would choose.
With ``job`` it begins as that job of the reader's, or one that is lent to them, did.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

import streamlit as st

from explorer import training
from explorer.errors import DataError, ExplorerError, Message
from pages.ui import lent
from pages.ui.pickers.network import first as first_network
from pages.ui.state import address
from pages.ui.state.page_state import Codec, PageState

DATA, NETWORK, DEFAULT = "digits", "bundled/resnet20", "DEFAULT"
"""What a link means that does not say."""
PIECES = "pieces"
SMALL_SIDE = 64
"""Pictures up to this side, px, are learned from by a small network: a large one would only see them enlarged."""
FIELDS = {"weights": "weights", "how": "how", "epochs": "epochs", "rate": "learning_rate", "rate2": "second_rate",
          "seed": "seed", "side": "side", "batch": "batch_size", "frozen": "frozen", "augment": "augmentation",
          "optimiser": "optimiser", "schedule": "schedule", "precision": "precision", "decay": "weight_decay",
          "momentum": "momentum", "smoothing": "label_smoothing", "balance": "class_weights",
          "patience": "early_stopping", "fit": "fit", "twins": "twins", "scenes": "scenes"}
"""What a plan's fields are called in a link, besides its data set and network: all but its title and its
race. Fields are added here as they are added to `Plan`; old links must open, so names stay."""
OFF = "off"
"""Augmentation in a link where nothing is changed."""
LOOKED_AT = 64
"""Side at which the page looks into a data set, px: pictures are made small once, for all that it shows of them."""
UNSAID = ""
"""What is chosen by a reader needs no reason."""
_UPLOADS, _ZIP = "ft_uploads", "ft_own"


class PlanCodec(Codec["training.Plan"]):
    """How a plan stands in a link; everything is checked by `Plan`."""

    names = ("data", "network", *FIELDS)

    def read(self, link: Mapping[str, str], first: training.Plan) -> tuple[training.Plan, tuple[Message, ...]]:
        """Return the plan of a link, ``first`` where its data set or network cannot be; what it leaves out, or says
        wrongly, the app chooses."""
        if not link:
            return first, ()
        try:
            data = link.get("data", DATA)
            plan = suited(data, link.get("network", network_for(data)), link.get("weights", DEFAULT))
        except ExplorerError as error:
            return first, (error.message,)
        problems = []
        for name in sorted(FIELDS.keys() & link.keys(), key=_ORDER.index):
            try:
                plan = _with(plan, name, link[name])
            except ExplorerError as error:
                problems.append(error.message)
        return plan, tuple(problems)

    def write(self, value: training.Plan) -> dict[str, str]:
        """Return the link of a plan."""
        link = {"data": value.data, "network": value.network}
        if value.weights != suited(value.data, value.network).weights:
            link["weights"] = value.weights
        if value.how != suited(value.data, value.network, value.weights).how:
            link["how"] = value.how
        follows, _ = self.read(link, value)  # what learns brings numbers of its own
        return link | {name: _text(getattr(value, field)) for name, field in FIELDS.items()
                       if getattr(value, field) != getattr(follows, field)}


state: PageState[training.Plan] = PageState("ft", PlanCodec())


def begin() -> bool:
    """Open the page: with the plan of the job that a reader came with, of a link, or with pieces of photos.

    Returns:
        Whether the pictures of the plan cannot be had any more, so that it is another than the reader saw.
    """
    state.open(opening)
    if job := address.take(("job",)).get("job"):
        # It was named after what it did; what is changed now gets another name.
        state.make(lambda _plan: replace(training.plan_from_json(lent.known_job(job).plan), title="", race=""))
    try:
        pictures_of(state.now.data)
    except ExplorerError as error:  # given up in another tab, or made room for others
        state.settle(opening(), (error.message,))
        return True
    return False


def opening() -> training.Plan:
    """Return the plan that the page opens with: photos, and a network that knows photos."""
    return suited(PIECES, network_for(PIECES))


def choose(*, data: str | None = None, network: str | None = None, weights: str = DEFAULT) -> None:
    """Begin anew with another data set or network, and the numbers that suit them; scenes stay as they are drawn.

    Another question, or none, needs another network; so do other pictures, where the reader chose none.
    """
    state.make(lambda plan: _chosen(plan, data or plan.data, network, weights))


def _chosen(plan: training.Plan, data: str, network: str | None, weights: str) -> training.Plan:
    own = training.scene_task(data) == training.scene_task(plan.data) and plan.network != network_for(plan.data)
    return replace(suited(data, network or (plan.network if own else network_for(data)), weights), scenes=plan.scenes)


def network_for(data: str) -> str:
    """Return the network to begin with: of scenes, the one that comes with the app for their question; of photos, one
    that knows photos."""
    if task := training.scene_task(data):
        return f"bundled/{task}"
    return NETWORK if data in training.SETS and training.SETS[data].side <= SMALL_SIDE else first_network()


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
    advised = training.TrainingAdvice(how, rate, Message(UNSAID))  # type: ignore[arg-type]
    return training.following(advised, start, pictures=extent(plan)[0])


def extent(plan: training.Plan) -> tuple[int, int]:
    """Return how many pictures and classes a plan learns from: of scenes, as many as are to be drawn.

    Raises:
        DataError: no such data set, or one that is not this reader's.
    """
    pictures, classes = pictures_of(plan.data)
    return (plan.scenes.pictures if training.scene_task(plan.data) else pictures), classes


def pictures_of(data: str) -> tuple[int, int]:
    """Return how many pictures and classes a data set has.

    Raises:
        DataError: no such data set, or one that is not this reader's.
    """
    lent.check_data(data)
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
    """Let go of an upload that is removed; a plan that would learn from it begins anew."""
    st.session_state[_UPLOADS] = [name for name in uploads() if name != data]
    _counted.cache_clear()
    if state.now.data == data:
        choose(data=PIECES)


_ORDER = ("how", *(name for name in FIELDS if name != "how"))
"""What learns is read first, as it brings numbers of its own; then what the link says instead."""


def _with(plan: training.Plan, name: str, text: str) -> training.Plan:
    """Return ``plan`` with what a link says under ``name``.

    Raises:
        ExplorerError: that cannot be.
    """
    if name == "how" and text in training.HOWS:
        return learning(plan, text) if text != plan.how else plan
    field = FIELDS[name]
    try:
        return replace(plan, **{field: _value(text, getattr(plan, field))})
    except ValueError as error:
        raise DataError("{name} is {text!r} in this link, which cannot be read. The usual is taken instead.",
                        name=name, text=text[:80]) from error


def _text(value: Any) -> str:
    """Return a setting as it stands in a link; `_value` reads it back to the same."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        short = f"{value:g}"
        return short if float(short) == value else repr(value)
    if isinstance(value, training.SceneSettings):
        usual = training.SceneSettings()
        parts = {name: part for name, part in asdict(value).items() if part != getattr(usual, name)}
        return ",".join(f"{name}:{'+'.join(part) if name == 'kinds' else _text(part)}" for name, part in parts.items())
    if isinstance(value, training.Augmentation):
        on = {name: _text(part) for name, part in asdict(value).items() if part}
        return ",".join(f"{name}:{part}" for name, part in on.items()) or OFF
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _value(text: str, like: Any) -> Any:
    """Return what ``text`` says, of the kind of ``like``.

    Raises:
        ValueError: it is of another kind.
    """
    if isinstance(like, bool):
        return bool(("0", "1").index(text))
    if isinstance(like, int):
        if not re.fullmatch(r"[0-9]{1,10}", text):
            raise ValueError(text)
        return int(text)
    if isinstance(like, float):
        return float(text)
    if isinstance(like, tuple):
        return tuple(filter(None, text.split(",")))
    if isinstance(like, training.SceneSettings):
        return _scenes(text)
    return _augmentation(text) if isinstance(like, training.Augmentation) else text


def _scenes(text: str) -> training.SceneSettings:
    """Return the settings of scenes that a link spells as ``most:3,kinds:star+ring,noise:0.05``.

    Raises:
        ValueError: it is not spelt so.
        ExplorerError: a setting is out of its range.
    """
    parts = dict(part.split(":") for part in text.split(",") if part)
    usual = asdict(training.SceneSettings())
    if parts.keys() - usual.keys():
        raise ValueError(text)
    return training.settings_from_json({
        name: tuple(part.split("+")) if name == "kinds" else _value(part, usual[name]) for name, part in parts.items()})


def _augmentation(text: str) -> training.Augmentation:
    """Return the augmentation that a link spells as ``flip:0.5,crop:0.1``.

    Raises:
        ValueError: it is not spelt so.
        ExplorerError: a change is out of its range.
    """
    parts = dict(part.split(":") for part in text.split(",") if text != OFF)
    if parts.keys() - asdict(training.Augmentation()).keys():
        raise ValueError(text)
    kinds = {"preset": str, "rand_augment": int}
    return training.Augmentation(**{name: kinds.get(name, float)(part) for name, part in parts.items()})
