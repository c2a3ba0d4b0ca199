"""What a channel looks for: the picture that excites it most, grown from noise while the reader watches."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st
from PIL import Image

from explorer import figures, networks
from explorer.graph import shape_text
from explorer.numbers import number
from pages.ui import long_task
from pages.ui.class_names import class_texts
from pages.ui.components.chart import plot
from pages.ui.components.taking import download
from pages.ui.long_task import Slow, cost_text
from pages.ui.pickers.network import Opened, first_layer
from pages.ui.text import _

LAYER, CHANNEL, STEPS, FORM, JITTER, SEED = (f"why_channel_{name}" for name in (
    "layer", "number", "steps", "form", "jitter", "seed"))
LEAST, MOST, USUAL, EACH = 32, 512, 128, 32
FORMS: tuple[Literal["fourier", "pyramid"], ...] = ("fourier", "pyramid")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A channel of a layer, and how its picture is made."""

    layer: str
    channel: int
    steps: int
    form: Literal["fourier", "pyramid"]
    jitter: int
    seed: int


def channel(opened: Opened, photo: networks.NetworkInput | None = None) -> None:
    """Ask for a layer and a channel of it, and show the picture that excites it most.

    Args:
        opened: the network.
        photo: the reader's photo, whose answer stands beside that of the picture.
    """
    asks, shows, tells = st.columns([0.28, 0.34, 0.38], gap="medium")
    with asks:
        wanted = _wanted(opened)
    slow = making(opened, wanted)
    made = slow.result
    if made is None:
        with shows:
            long_task.offer(slow, key="why_channel_run", label=_("Make the picture"))
        return
    with shows:
        _picture(opened, wanted, made)
    with tells:
        st.markdown(_("**How its answer rose**"))
        curve = made.activation_curve.tolist()
        figure = figures.ascent(curve, before=before(opened, wanted, photo), steps=_("step"),
                                value=_("mean of the channel"), photo=_("your photo"))
        plot(figure, key="why_channel_curve", alt=_("Mean of the channel after each of {count} steps, from {first} to "
                                                    "{last}").format(count=len(curve), first=number(curve[0], 3),
                                                                     last=number(curve[-1], 3)))


def _wanted(opened: Opened) -> Wanted:
    st.markdown(_("Starting from noise, the picture is changed step by step so that one channel answers as strongly as "
                  "it can. Early layers look for edges and colours, later ones for textures and parts."))
    layers = {stage.name: f"{stage.label} · {shape_text(stage.shape)}" for stage in opened.stages}
    if st.session_state.get(LAYER) not in layers:
        st.session_state[LAYER] = first_layer(opened)
    layer = str(st.selectbox(_("Layer"), list(layers), format_func=layers.__getitem__, key=LAYER))
    number = _channel(opened, layer)
    with st.popover(_("Options"), icon=":material/tune:", key="why_channel_options"):
        forms = {"fourier": _("Waves (Fourier)"), "pyramid": _("Coarse to fine (pyramid)")}
        form = st.radio(_("The picture is made of"), FORMS, format_func=forms.__getitem__, key=FORM)
        steps = st.slider(_("Steps"), LEAST, MOST, USUAL, step=EACH, key=STEPS)
        jitter = st.slider(_("Random shift (jitter), px"), 0, 16, 4, key=JITTER, help=_(
            "The picture is shifted a little before each step, so that only what survives a shift is kept."))
        seed = st.number_input(_("Seed of the noise it starts from"), 0, 99_999, 0, key=SEED)
    return Wanted(layer, number, int(steps), form, int(jitter), int(seed))


def _channel(opened: Opened, layer: str) -> int:
    """Ask for a channel; those of the last layer have the names of classes."""
    network = opened.network
    count = (opened.report[layer].output_shape or (1,))[0]
    key = f"{CHANNEL}_{layer}"
    if layer == network.graph.output and len(network.categories) == count:
        names = class_texts(network.categories)
        return int(st.selectbox(_("Class"), range(count), format_func=names.__getitem__, key=key))
    return int(st.number_input(_("Channel, 1 to {last}").format(last=count), 1, count, 1, key=key)) - 1


def making(opened: Opened, wanted: Wanted) -> Slow[networks.Visualised]:
    """Return the making of a picture as a long computation."""

    def work(report: Any) -> networks.Visualised:
        return networks.visualise(opened.network, wanted.layer, wanted.channel, steps=wanted.steps,
                                  jitter=wanted.jitter, parameterisation=wanted.form, seed=wanted.seed, report=report)
    return Slow(("visualise", opened.network.number, wanted), work,
                lambda: cost_text(wanted.steps, networks.visualise_cost_s(opened.network, wanted.layer, wanted.steps)))


def _picture(opened: Opened, wanted: Wanted, made: networks.Visualised) -> None:
    told = _("{layer}, channel {channel}").format(layer=wanted.layer, channel=wanted.channel + 1)
    st.image(long_task.crisp(made.picture), output_format="PNG", width="stretch", alt=told)
    name = f"{opened.network.name.split('/')[1][:20]}_{wanted.layer}_{wanted.channel + 1}"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(told if opened.network.trained else f"{told} · {_('random weights')}")
        st.space("stretch")
        download(save := _("Download (PNG)"), png(made), f"{name}.png", "image/png", key="why_channel_png",
                 icon=":material/download:", help=save)


def before(opened: Opened, wanted: Wanted, photo: networks.NetworkInput | None) -> float | None:
    """Return what the channel answers to the reader's photo, on average over its map."""
    return float(networks.maps_of(opened.network, photo, wanted.layer).values[wanted.channel].mean()) if photo else None


def png(visualised: networks.Visualised) -> bytes:
    """Return the picture as a file."""
    file = io.BytesIO()
    Image.fromarray(visualised.picture).save(file, "PNG")
    return file.getvalue()
