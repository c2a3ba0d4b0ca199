"""Charts of batch norm: a batch before and after, estimates of batches, running averages, answers among batch mates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from explorer.arrays import Array
from explorer.figures.colours import LIGHT
from explorer.figures.plot import go

BEFORE, AFTER = LIGHT.kinds["input"].fill, LIGHT.kinds["convolution"].fill
TRUE, RUNNING = LIGHT.kinds["linear"].fill, LIGHT.kinds["pooling"].fill
BINS = 61
HEIGHT = 340
DOTS = {"size": 5, "opacity": 0.45}
LEGEND = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0}
JITTER = 0.22
"""How far dots of one batch size are spread to both sides, in doublings of it."""


def batch_before_after(before: Array, after: Array, *, reach: float, names: tuple[str, str],
                       axes: tuple[str, str]) -> go.Figure:
    """Return the histograms of a batch before and after batch norm on one axis that never moves.

    Args:
        before, after: values of one channel, any shape.
        reach: the axis goes from ``-reach`` to ``reach``; what lies outside is counted in the outermost bars.
        names: of both, in the legend.
        axes: titles of the axes of values and of counts.
    """
    edges = np.linspace(-reach, reach, BINS + 1)
    centres, width = (edges[:-1] + edges[1:]) / 2, float(edges[1] - edges[0])
    figure = go.Figure()
    for values, name, colour in zip((before, after), names, (BEFORE, AFTER), strict=True):
        counts, _edges = np.histogram(np.clip(values, edges[0], edges[-1]), bins=edges)
        figure.add_bar(x=centres, y=counts / values.size, name=name, width=width, opacity=0.7,
                       marker={"color": colour, "line": {"width": 0}},
                       hovertemplate=f"{name}, %{{x:.2f}}: %{{y:.1%}}<extra></extra>")
        figure.add_vline(x=float(np.clip(values.mean(), -reach, reach)),
                         line={"color": colour, "width": 2, "dash": "dash"})
    figure.update_layout(
        height=HEIGHT, margin={"l": 56, "r": 8, "t": 30, "b": 44}, barmode="overlay", bargap=0, legend=LEGEND,
        xaxis={"title": axes[0], "range": [-reach, reach], "fixedrange": True, "showgrid": False, "zeroline": True},
        yaxis={"title": axes[1], "tickformat": ".0%", "range": [0, 0.36], "fixedrange": True, "nticks": 5})
    return figure


def batch_estimates(sizes: Sequence[int], means: Sequence[Array], spreads: Sequence[Array], bands: Sequence[float], *,
                    true: tuple[float, float], here: int, names: tuple[str, str, str],
                    axes: tuple[str, str, str]) -> go.Figure:
    """Return what batches of each size say of mean and standard deviation, one dot per batch, in two panes.

    Args:
        sizes: of batches, drawn on a log axis.
        means, spreads: of each size one number per batch.
        bands: of each size half the width of the band around the true mean.
        true: mean and standard deviation of what was drawn from.
        here: the size that is looked at now; a line marks it.
        names: of a batch, the true value and the band.
        axes: titles of the batch size, of the mean and of the standard deviation.
    """
    figure = go.Figure()
    low, high = ([true[0] + sign * band for band in bands] for sign in (-1, 1))
    figure.add_scatter(x=[*sizes, *reversed(sizes)], y=[*high, *reversed(low)], fill="toself", mode="none",
                       fillcolor="rgba(61, 143, 106, 0.18)", name=names[2], hoverinfo="skip")
    for pane, (groups, value) in enumerate(zip((means, spreads), true, strict=True), start=1):
        places, values = _spread_out(sizes, groups)
        figure.add_scatter(x=places, y=values, mode="markers", marker={**DOTS, "color": AFTER}, name=names[0],
                           showlegend=pane == 1, yaxis=f"y{pane}", hovertemplate="%{y:.3f}<extra></extra>")
        figure.add_scatter(x=[min(sizes) / 1.4, max(sizes) * 1.4], y=[value, value], mode="lines", name=names[1],
                           line={"color": TRUE, "width": 2}, showlegend=pane == 1, yaxis=f"y{pane}", hoverinfo="skip")
    figure.add_vline(x=here, line={"width": 1.5, "dash": "dash", "color": BEFORE})
    figure.update_layout(
        height=HEIGHT + 90, margin={"l": 60, "r": 8, "t": 30, "b": 44}, legend=LEGEND,
        xaxis={"title": axes[0], "type": "log", "tickvals": list(sizes), "ticktext": [str(size) for size in sizes],
               "fixedrange": True, "showgrid": False, "anchor": "y2",
               "range": [np.log10(min(sizes) / 1.4), np.log10(max(sizes) * 1.4)]},
        yaxis={"title": axes[1], "domain": [0.54, 1], "fixedrange": True, "nticks": 5},
        yaxis2={"title": axes[2], "domain": [0, 0.46], "fixedrange": True, "nticks": 5, "rangemode": "tozero"})
    return figure


def _spread_out(sizes: Sequence[int], groups: Sequence[Array]) -> tuple[list[float], list[float]]:
    """Return the places of dots, those of one size beside one another, and their values."""
    places = [size * 2 ** (JITTER * (2 * at / max(1, len(group) - 1) - 1)) for size, group in
              zip(sizes, groups, strict=True) for at in range(len(group))]
    return places, np.concatenate(list(groups)).tolist()


def running_averages(batches: tuple[Array, Array], running: tuple[Array, Array], *, true: tuple[float, float],
                     names: tuple[str, str, str], axes: tuple[str, str, str]) -> go.Figure:
    """Return the running mean and variance over the steps of a training, with what each batch says, in two panes.

    Args:
        batches: means and variances of the batches, (steps,).
        running: running mean and variance, (steps + 1,), first what they start with.
        true: mean and variance of what was drawn from.
        names: of a batch, the running average and the true value.
        axes: titles of the steps, of the mean and of the variance.
    """
    figure = go.Figure()
    steps = len(batches[0])
    for pane, (single, average, value) in enumerate(zip(batches, running, true, strict=True), start=1):
        own = {"yaxis": f"y{pane}", "showlegend": pane == 1}
        figure.add_scatter(x=list(range(1, steps + 1)), y=single.tolist(), mode="markers", name=names[0],
                           marker={**DOTS, "color": AFTER}, hovertemplate="%{x}: %{y:.3f}<extra></extra>", **own)
        figure.add_scatter(x=[0, steps], y=[value, value], mode="lines", name=names[2], hoverinfo="skip",
                           line={"color": TRUE, "width": 2, "dash": "dash"}, **own)
        figure.add_scatter(x=list(range(steps + 1)), y=average.tolist(), mode="lines", name=names[1],
                           line={"color": RUNNING, "width": 3}, hovertemplate="%{x}: %{y:.3f}<extra></extra>", **own)
    figure.update_layout(
        height=HEIGHT + 90, margin={"l": 60, "r": 8, "t": 30, "b": 44}, legend=LEGEND,
        xaxis={"title": axes[0], "range": [-1, steps + 1], "fixedrange": True, "showgrid": False, "anchor": "y2"},
        yaxis={"title": axes[1], "domain": [0.54, 1], "fixedrange": True, "nticks": 5},
        yaxis2={"title": axes[2], "domain": [0, 0.46], "fixedrange": True, "nticks": 5, "rangemode": "tozero"})
    return figure


def among_mates(sizes: Sequence[int], shares: Sequence[Sequence[float]], *, evaluated: float, here: int,
                names: tuple[str, str], axes: tuple[str, str]) -> go.Figure:
    """Return how likely one class is for the same picture among others, one dot per batch, against evaluation.

    Args:
        sizes: of batches, the picture included; drawn on a log axis.
        shares: of each size one share per batch, 0 to 1.
        evaluated: the share in evaluation mode.
        here: the size that is looked at now; a line marks it.
        names: of a batch in training mode, and of evaluation mode.
        axes: titles of the batch size and of the share.
    """
    places, values = _spread_out(sizes, [np.array(group) for group in shares])
    figure = go.Figure(go.Scatter(x=places, y=values, mode="markers", name=names[0], cliponaxis=False,
                                  marker={"color": RUNNING, "size": 8, "opacity": 0.75},
                                  hovertemplate="%{y:.1%}<extra></extra>"))
    figure.add_scatter(x=[min(sizes) / 1.4, max(sizes) * 1.4], y=[evaluated] * 2, mode="lines", name=names[1],
                       line={"color": AFTER, "width": 3}, hovertemplate="%{y:.1%}<extra></extra>")
    figure.add_vline(x=here, line={"width": 1.5, "dash": "dash", "color": BEFORE})
    figure.update_layout(
        height=HEIGHT - 40, margin={"l": 56, "r": 8, "t": 30, "b": 44}, legend=LEGEND,
        xaxis={"title": axes[0], "type": "log", "tickvals": list(sizes), "ticktext": [str(size) for size in sizes],
               "range": [np.log10(min(sizes) / 1.4), np.log10(max(sizes) * 1.4)], "fixedrange": True,
               "showgrid": False},
        yaxis={"title": axes[1], "tickformat": ".0%", "range": [-0.02, 1.02], "fixedrange": True, "dtick": 0.25})
    return figure


def norm_spreads(layers: Sequence[str], spreads: Mapping[str, Sequence[float]], *, here: str,
                 axes: tuple[str, str]) -> go.Figure:
    """Return the standard deviation of what each batch norm hands on, one line per setting, on a log axis.

    Args:
        layers: names of the batch norms, in the network's order.
        spreads: of each setting, by its name for readers, one number per layer; those that are 0 are left out.
        here: the layer that is looked at.
        axes: titles of the layers and of the standard deviations.
    """
    figure = go.Figure()
    for (name, values), colour, dash in zip(spreads.items(), (AFTER, RUNNING, BEFORE), ("solid", "dash", "dot"),
                                            strict=False):
        figure.add_scatter(x=list(range(len(layers))), y=[value if value > 0 else None for value in values], name=name,
                           mode="lines+markers", line={"color": colour, "width": 2.5, "dash": dash},
                           customdata=list(layers), hovertemplate=f"%{{customdata}}, {name}: %{{y:.3g}}<extra></extra>")
    figure.add_vline(x=list(layers).index(here), line={"width": 1.5, "dash": "dash", "color": BEFORE})
    figure.update_layout(
        height=HEIGHT - 40, margin={"l": 64, "r": 8, "t": 30, "b": 84}, legend=LEGEND,
        xaxis={"title": axes[0], "tickvals": list(range(len(layers))), "ticktext": list(layers),
               "autotickangles": [-45, -90], "fixedrange": True, "showgrid": False, "tickfont": {"size": 11}},
        yaxis={"title": axes[1], "type": "log", "fixedrange": True, "dtick": "D2", "tickformat": "~g"})
    return figure


def after_passes(shares: Sequence[float], *, axes: tuple[str, str]) -> go.Figure:
    """Return how likely one class is in evaluation mode after 0, 1, 2, ... passes in training mode.

    Args:
        shares: 0 to 1, the first before any pass.
        axes: titles of the passes and of the share.
    """
    figure = go.Figure(go.Scatter(x=list(range(len(shares))), y=list(shares), mode="lines+markers",
                                  line={"color": AFTER, "width": 3}, cliponaxis=False,
                                  hovertemplate="%{x}: %{y:.1%}<extra></extra>"))
    figure.update_layout(
        height=HEIGHT - 40, margin={"l": 56, "r": 8, "t": 30, "b": 44}, showlegend=False,
        xaxis={"title": axes[0], "fixedrange": True, "showgrid": False},
        yaxis={"title": axes[1], "tickformat": ".0%", "range": [-0.02, 1.02], "fixedrange": True, "dtick": 0.25})
    return figure
