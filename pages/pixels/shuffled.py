"""*Shuffled*: all pixels in other places, the same for every digit; what that is to a person, an MLP and a CNN."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from explorer import figures
from explorer.experiments import Experiment, LivePoint, moved_digit, two_networks
from explorer.figures import SEQUENTIAL, Kind, lookup
from pages.pixels.state import state
from pages.ui.components.chart import plot
from pages.ui.components.picture_tiles import Tile, tiles
from pages.ui.live_run import live_run
from pages.ui.text import _

SECONDS = {1259: 12, 200: 12}
"""About how long a training here takes, s, by the number of digits learned from."""
SIDE = two_networks.SIDE
NEW_SEED = 100
"""Of the first training here; those that were shipped had smaller ones."""
SPANS = {1259: (70, 100), 200: (40, 100)}
"""Of the vertical axis, %, by the number of digits learned from."""
COLOURS: dict[str, Kind] = {"mlp": "linear", "cnn": "convolution"}
RUNS = ("cnn", "cnn_shuffled", "mlp", "mlp_shuffled")


def shuffled_view() -> None:
    """Show digits as they are and shuffled, and how well both networks learn either."""
    _pictures()
    left, right = st.columns([0.6, 0.4], gap="medium")
    with left:
        count = state.now.learned
        experiment = Experiment("explorer.experiments.shuffled.train", steps=two_networks.PICTURES[count],
                                seconds=SECONDS[count], settings={"seed": NEW_SEED, "pictures": count})
        live_run(experiment, _draw, key="px_shuffled")
    with right:
        _outcome()


def _pictures() -> None:
    digits = moved_digit.shipped().samples
    gradient = np.arange(digits[0].size).reshape(digits[0].shape)
    st.markdown(_("**As they are** :gray[and, at the left, the places of all 64 pixels, dark to bright in the order in "
                  "which they are read]"))
    _row(gradient, digits, key="px_as_they_are", name=_("Ten digits as they are"))
    st.markdown(_("**Shuffled** :gray[every digit in the same way: the picture at the left says where each pixel came "
                  "from]"))
    _row(two_networks.shuffled(gradient), two_networks.shuffled(digits), key="px_shuffled_digits",
         name=_("The same ten digits, all pixels shuffled: to a person noise"))


def _row(places: NDArray[np.int64], digits: NDArray[np.uint8], *, key: str, name: str) -> None:
    coloured = lookup(SEQUENTIAL, places.size)[places]
    images = np.concatenate([coloured[None], np.repeat(digits[..., None], 3, axis=-1)]).astype(np.uint8)
    about = [Tile(_("places")), *(Tile(str(digit)) for digit in range(len(digits)))]
    tiles(images, about, key=key, side=60, name=name)


def _draw(points: Sequence[LivePoint]) -> None:
    study = two_networks.shuffle_study()[state.now.learned]
    names = _names()
    lines = [figures.StudyLine(names[run], COLOURS[run[:3]], range(1, len(study.curves[run][0]) + 1), study.curves[run],
                       dashed=run.endswith("_shuffled"),
                       own=[(point.step, point.values[run]) for point in points]) for run in RUNS]
    figure = figures.study_chart(lines, axes=(_("Epoch: all digits learned from once"), _("Digits named rightly")),
                                 span=SPANS[state.now.learned])
    ends = "; ".join(_("{name}: {mean:.1f} %").format(name=names[run], mean=100 * study.last(run)[0]) for run in RUNS)
    told = _("Accuracy on unseen digits after each epoch. At the end: {ends}").format(ends=ends)
    plot(figure, key="px_shuffled_chart", alt=told)
    st.caption(_("Lines: mean of {seeds} trainings; bands: one standard deviation; dots: your training. Accuracy on "
                 "{tested} digits that nobody learned from.").format(
                     seeds=len(two_networks.SEEDS), tested=study.tested))


def _outcome() -> None:
    st.segmented_control(_("Digits learned from"), list(two_networks.PICTURES), format_func="{:,}".format,
                         required=True, help=_("With fewer pictures it counts more what a network knows beforehand"),
                         **state.bind("learned"))
    study = two_networks.shuffle_study()[state.now.learned]
    rows = [_table_row("mlp", "MLP", study), _table_row("cnn", "CNN", study)]
    head = (f"| {_('Network')} | {_('As they are')} | {_('Shuffled')} |", "|---|--:|--:|")
    st.markdown("\n".join([*head, *rows]))
    st.caption(_("Unseen digits named rightly after the last epoch, %, mean ± standard deviation of {seeds} seeds. "
                 "Parameters: MLP {mlp:,}, CNN {cnn:,}.").format(
                     seeds=len(two_networks.SEEDS), mlp=two_networks.parameters("mlp"),
                     cnn=two_networks.parameters("cnn")))
    st.info(_("**An MLP does not know which pixels are neighbours.** Shuffle them all, and its task is the same, with "
              "the weights in other places. **A CNN has it built in** that neighbours belong together and that a "
              "stroke looks the same everywhere. Shuffled, that is wrong, and costs the more, the fewer pictures there "
              "are to learn from."), icon=":material/lightbulb:")
    with st.expander(_("Both networks, and how they learn")):
        st.markdown(_("The MLP: 64 pixels, {hidden} units with ReLU, 10 classes. The CNN: three 3 × 3 convolutions "
                      "with 16, 32 and 50 maps, a max pooling after the second, the mean of each map, 10 classes. Both "
                      "learn by Adam at 0.003 from batches of 32 digits of 8 × 8 px.").format(
                          hidden=two_networks.HIDDEN[SIDE]))
        labels = {"mlp": _("Open the MLP in *Build a stack*"), "cnn": _("Open the CNN in *Build a stack*")}
        for kind in two_networks.KINDS:
            st.page_link("build_stack/page.py", label=labels[kind], icon=":material/layers:", width="content",
                         query_params={"stack": two_networks.stack(kind), "input": f"1x{SIDE}x{SIDE}"})


def _table_row(kind: two_networks.Kind, title: str, study: two_networks.ShuffleStudy) -> str:
    cells = [f"{100 * mean:.1f}\u00a0±\u00a0{100 * spread:.1f}" for mean, spread in
             (study.last(kind), study.last(f"{kind}_shuffled"))]
    return f"| **{title}** | {' | '.join(cells)} |"


def _names() -> dict[str, str]:
    return {"cnn": _("CNN, as they are"), "cnn_shuffled": _("CNN, shuffled"),
            "mlp": _("MLP, as they are"), "mlp_shuffled": _("MLP, shuffled")}
