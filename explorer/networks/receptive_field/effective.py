"""What a unit of a trained network really sees: the gradient of its activation with respect to the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from explorer.errors import Message, NetworkError
from explorer.graph import INPUT, Report, Row, Span, reads
from explorer.networks.inference.feature_maps import (
    Image,
    as_batch,
    extractor,
    image_digest,
    layer_at,
    move,
    ready,
    three_axes,
)
from explorer.networks.inference.service import asked_device, run, where
from explorer.networks.network import Network, report_of
from explorer.networks.receptive_field import uniform_weights
from explorer.networks.receptive_field.extent import (
    Extents,
    agreement,
    field_box,
    inner_share,
    radius_holding,
    support_box,
    windows_box,
)
from explorer.runtime import Cache

KEPT_BYTES = 32 * 2**20
Unit = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Effective:
    """The effective receptive field of one unit beside the theoretical one. Places are px of the network's input.

    Spans are first and last place, both inside, rows before columns.
    """

    gradient: NDArray[np.float32]
    """(H, W) of the input, read-only: |d unit / d input|, summed over the input's channels. In the textbook case its
    largest value is 1, and what is too small for single precision is the smallest number above 0."""
    value: float
    """The unit's activation; the mean over channels where no channel is chosen."""
    inner_share: float | None
    """Share of the mass in the middle half of ``windows``, half as high and wide, 0 to 1; None: no mass."""
    radius95: float | None
    """Radius around the centre of ``windows`` that holds 95 % of the mass, px; None: no mass."""
    support: tuple[Span, Span] | None
    """Smallest box around what is not 0, None if all is."""
    theory: tuple[Span, Span]
    """The theoretical field, also where it reaches beyond the picture, into the padding."""
    windows: tuple[Span, Span]
    """The field of convolutions and pooling windows alone: ``theory``, but behind a global branch (squeeze and
    excitation), through which each unit sees the whole picture."""
    reached: tuple[Span, Span] | None
    """What the unit reads of the picture, from :func:`explorer.graph.reads`; None if only padding."""
    agreement: Message
    """Whether support and theory agree, or why not."""
    where: Message


def effective_field(network: Network, image: Image, node: str, unit: Unit, channel: int | None = None, *,
                    uniform: bool = False) -> Effective:
    """Return what one unit of layer ``node`` sees of ``image``. Layers behind ``node`` are not computed.

    Args:
        network: shared; nothing of it is changed.
        image: as :func:`explorer.networks.observe` takes it.
        node: name of a layer, or of a module such as ``layer2``: the last layer inside it.
        unit: row and column in the layer's maps; (0, 0) for a row of values, (0, place) for a table C × L.
        channel: of the layer; None: the mean over all channels.
        uniform: with all weights equal and positive and nothing cut off, see `uniform_weights`; then the support is
            what theory says. The channel makes no difference.

    Raises:
        NetworkError: there is no such layer, unit or channel, or the image is not one for this network.
        BusyError, MemoryShortError: see :func:`explorer.networks.run`.
    """
    node = layer_at(network, image, node)
    report = report_of(network)
    check_unit(report[node], unit, channel)
    channel = None if uniform else channel
    key = (network.number, node, unit, channel, uniform, image_digest(image), str(asked_device()))
    found = _results.find(key)
    if found is not None:
        return found
    values = ready(network, image)

    def work(device: torch.device) -> Effective:
        gradient, value = (_uniform(report, node, unit, values) if uniform
                           else own_gradient(network, values, node, unit, channel, device))
        return _effective(report, node, unit, gradient, value, where(device), uniform=uniform)
    return run(lambda device: _results.get(key, lambda: work(device)))


def check_unit(row: Row, unit: Unit, channel: int | None) -> None:
    """Check that a layer has this unit.

    Raises:
        NetworkError: it has not; says what it has.
    """
    channels, height, width = three_axes(row.output_shape or ())
    if not (0 <= unit[0] < height and 0 <= unit[1] < width):
        raise NetworkError("{layer} has maps of {height} × {width}, so there is no unit in row {row}, column {column}. "
                           "Counted from 0, rows end at {last_row}, columns at {last_column}.", layer=row.name,
                           height=height, width=width, row=unit[0], column=unit[1], last_row=height - 1,
                           last_column=width - 1)
    if channel is not None and not 0 <= channel < channels:
        raise NetworkError("{layer} has {channels} channels, so there is no channel {channel}. "
                           "Counted from 0, the last is {last}.", layer=row.name, channels=channels, channel=channel,
                           last=channels - 1)


def place_of(row: Row, unit: Unit) -> tuple[int, ...]:
    """Return ``unit`` with as many axes as the layer's output has besides its channels."""
    return unit[3 - len(row.output_shape or ()):]


def own_gradient(network: Network, values: NDArray[np.float32], node: str, unit: Unit, channel: int | None,
                 device: torch.device) -> tuple[NDArray[np.float32], float]:
    """Return |gradient| of a unit, (H, W), and its value, from one pass there and back. Only inside ``run``."""
    move(network.module, device)
    part = extractor(network, node)
    batch = as_batch(values, device).requires_grad_()
    # cuDNN's fast convolutions leave rounding noise where the gradient is 0; its plain ones on a CPU do not.
    with torch.enable_grad(), torch.backends.cudnn.flags(enabled=False, allow_tf32=False):
        output = part(batch)[0]
        maps = output.reshape(three_axes(output.shape))[:, unit[0], unit[1]]
        chosen = maps.mean() if channel is None else maps[channel]
        gradient, = torch.autograd.grad(chosen, batch)
    found: NDArray[np.float32] = gradient[0].abs().sum(dim=0).float().cpu().numpy()
    return found, chosen.item()


def _uniform(report: Report, node: str, unit: Unit, values: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    exact = uniform_weights.unit_gradient(report, node, place_of(report[node], unit))
    shares = exact / (exact.max() or 1)
    # Where paths are few, a deep network's gradient is below all of single precision, and yet not 0.
    gradient = np.where(exact > 0, np.maximum(shares, np.finfo(np.float32).tiny), 0).astype(np.float32)
    return gradient, float((shares * values.mean(axis=0)).sum())


def _effective(report: Report, node: str, unit: Unit, gradient: NDArray[np.float32], value: float, device: Message, *,
               uniform: bool) -> Effective:
    row = report[node]
    reached: Extents | None = reads(report, node, place_of(row, unit)).get(INPUT)  # type: ignore[assignment]
    theory = field_box(row, place_of(row, unit)) or reached or ((0, 0), (0, 0))
    windows = windows_box(row, place_of(row, unit)) or theory
    gradient.setflags(write=False)
    support = support_box(gradient)
    told = agreement(report, node, gradient, value, theory, reached, uniform=uniform)
    return Effective(gradient, value, inner_share(gradient, windows), radius_holding(gradient, windows), support,
                     theory, windows, reached, told, device)


_results: Cache[tuple[int, str, Unit, int | None, bool, bytes, str], Effective] = Cache(
    KEPT_BYTES, lambda field: field.gradient.nbytes)
