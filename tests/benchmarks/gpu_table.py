"""One command that measures a device and writes a table: ``python -m tests.benchmarks.gpu_table [--out FILE]``.

It needs no internet and less than ten minutes on one card: the tests marked ``gpu``, then what networks are asked for
against bare torch and against Captum on the same device, a training step in each way, and what is left in memory.
Try it without a card: ``--device cpu --small``.
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from explorer import networks
from explorer.images import sample
from explorer.networks.attribution import Request, attribute
from explorer.networks.attribution.request import prepared
from explorer.networks.inference import service
from explorer.networks.inference.device import usable_devices
from explorer.networks.receptive_field.effective import effective_field
from explorer.training.loop.precision import StepPrecision, choose_precision, step_seconds
from tests.benchmarks.timing import best

TARGET = 3
NODES = {"bundled/resnet20": "layer3", "torchvision/resnet18": "layer2", "torchvision/resnet50": "layer3"}
SMALL = ("bundled/resnet20",)
LIMIT_S = 240
"""The tests marked ``gpu`` may take so long, s."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; times in ms, None: there is nothing to compare with."""

    what: str
    ours: float
    bare: float | None = None
    captum: float | None = None
    note: str = ""

    def __str__(self) -> str:
        """Return the line in Markdown."""
        ratios = [f"{other / self.ours:.2f} x" if other else "" for other in (self.bare, self.captum)]
        times = [f"{value:.1f}" if value else "" for value in (self.ours, self.bare, self.captum)]
        return "| " + " | ".join([self.what, *times, *ratios, self.note]) + " |"


HEAD = ("| what | ours, ms | bare torch, ms | Captum, ms | bare / ours | Captum / ours | note |\n"
        "|---|---|---|---|---|---|---|")


@dataclass(frozen=True, slots=True)
class Measured:
    """A network, the same module without hooks or copies for the others, and a photo, on one device."""

    name: str
    network: networks.Network
    module: nn.Module
    photo: Tensor
    device: torch.device
    rounds: int

    @property
    def values(self) -> np.ndarray:
        """The photo as the network reads it, (C, H, W)."""
        return self.photo.cpu().numpy()[0]

    def time(self, work: Callable[[], Any], *, before: Callable[[], None] = lambda: None) -> float:
        """Return the shortest time of ``work``, ms, until the device is done."""
        def done() -> None:
            work()
            if self.device.type == "cuda":
                torch.cuda.synchronize(self.device)
        if self.rounds > 1:
            done()
        return 1e3 * best(done, self.rounds, before=before)


def measured(name: str, device: torch.device, rounds: int) -> Measured:
    """Return a network and its peer; torchvision's have random weights, as there is no internet."""
    network = networks.load(name, weights="DEFAULT" if name.startswith("bundled") else None)
    if name.startswith("torchvision"):
        from torchvision.models import get_model
        module = get_model(name.partition("/")[2])
    else:
        from explorer.networks.architectures import BUILDERS
        module = BUILDERS[name.partition("/")[2]]()
    module.load_state_dict(network.module.state_dict())
    photo = torch.tensor(prepared(network, sample("chelsea").pixels))[None].to(device)
    return Measured(name, network, module.eval().to(device), photo, device, rounds)


def maps(one: Measured) -> Row:
    """Maps of a layer; bare: a plain pass up to it; Captum: ``LayerActivation``."""
    from captum.attr import LayerActivation
    from torchvision.models.feature_extraction import create_feature_extractor

    from explorer.networks.inference.feature_maps import _results
    node = NODES[one.name]
    part = create_feature_extractor(one.module, {node: node})

    def bare() -> Tensor:
        with torch.inference_mode():
            found: Tensor = part(one.photo)[node].cpu()
            return found
    theirs = LayerActivation(one.module, one.module.get_submodule(node))
    return Row(f"maps of {node}, {one.name}",
               one.time(lambda: networks.feature_maps(one.network, one.values, node), before=_results.clear),
               one.time(bare), one.time(lambda: theirs.attribute(one.photo).cpu()))


def field(one: Measured) -> Row:
    """Effective receptive field of a unit; bare: a pass there and back."""
    from torchvision.models.feature_extraction import create_feature_extractor

    from explorer.networks.receptive_field.effective import _results
    node = NODES[one.name]
    part = create_feature_extractor(one.module, {node: node})

    def bare() -> Tensor:
        photo = one.photo.clone().requires_grad_()
        return torch.autograd.grad(part(photo)[node][0, :, 3, 3].mean(), photo)[0].cpu()
    inside = list(networks.taps(one.network.graph, node))[-1]
    return Row(f"effective field in {node}, {one.name}",
               one.time(lambda: effective_field(one.network, one.values, inside, (3, 3)), before=_results.clear),
               one.time(bare))


def attribution(one: Measured, method: str, theirs: Callable[[], Any], bare: Callable[[], Any] | None = None,
                **options: Any) -> Row:
    """One method of attribution against Captum's call with the same settings."""
    from explorer.networks.attribution.attribute import _cache
    request = Request(method=method, target=TARGET, options=options)
    found = attribute(one.network, one.values, request)
    note = ""
    if found.completeness is not None:
        whole = found.completeness.score - found.completeness.baseline_score
        note = f"completeness gap {abs(found.completeness.total - whole):.2g} of {abs(whole):.2g}"
    return Row(f"{method}, {one.name}",
               one.time(lambda: attribute(one.network, one.values, request), before=_cache.clear),
               one.time(bare) if bare else None, one.time(theirs), note)


def attributions(one: Measured) -> Iterator[Row]:
    """Yield Grad-CAM, integrated gradients and occlusion."""
    import captum.attr as captum

    from explorer.networks.attribution.baselines import start
    layer = one.module.layer4 if hasattr(one.module, "layer4") else one.module.layer3
    photo = one.photo.clone().requires_grad_()
    black = torch.tensor(start("black", one.network, one.values))[None].to(one.device)
    side = one.photo.shape[-1]
    real = one.rounds > 1
    steps, window, stride = 50 if real else 4, side // 7 if real else side // 2, side // 14 if real else side // 2

    def there_and_back() -> Tensor:
        return torch.autograd.grad(one.module(photo)[0, TARGET], photo)[0].cpu()
    yield attribution(one, "grad_cam", lambda: captum.LayerGradCam(one.module, layer).attribute(
        photo, target=TARGET).detach().cpu(), there_and_back)
    yield attribution(one, "integrated_gradients", lambda: captum.IntegratedGradients(one.module).attribute(
        photo, black, target=TARGET, n_steps=steps, internal_batch_size=50).detach().cpu(), steps=steps,
        baseline="black")
    yield attribution(one, "occlusion", lambda: captum.Occlusion(one.module).attribute(
        one.photo, (3, window, window), (3, stride, stride), target=TARGET).cpu(), window=window, stride=stride)


def training(one: Measured, size: int, *, compiled: bool) -> Iterator[Row]:
    """Yield a training step in each way, against plain float32; which one would be chosen; and a compiled one."""
    images = torch.randn(size, *one.photo.shape[1:], device=one.device)
    module = one.module.train().requires_grad_()
    ways = {f"{'bfloat16' if bfloat16 else 'float32'}{', channels last' if last else ''}": StepPrecision(
        bfloat16=bfloat16, channels_last=last, batch_size=size) for bfloat16 in (False, True) for last in (False, True)}
    chosen = choose_precision("auto", module, images, size)
    times = {}
    for name, way in ways.items():
        step_seconds(module, images, way)
        times[name] = 1e3 * min(step_seconds(module, images, way) for _ in range(one.rounds))
    for name, way in ways.items():
        yield Row(f"step of {size} pictures, {name}, {one.name}", times[name], times["float32"],
                  note="chosen by us" if way == chosen else "")
    if compiled:
        yield _compiled(one, module, images, chosen, times)
    one.module.eval().requires_grad_(requires_grad=False)


def _compiled(one: Measured, module: nn.Module, images: Tensor, way: StepPrecision, times: dict[str, float]) -> Row:
    began = time.perf_counter()
    try:
        fast: nn.Module = torch.compile(module)
        step_seconds(fast, images, way)
    except Exception as error:  # noqa: BLE001  a compiler that is not there is a result, too
        return Row(f"torch.compile, {one.name}", float("nan"), note=f"not to be had: {str(error).splitlines()[0][:80]}")
    spent = time.perf_counter() - began
    taken = 1e3 * min(step_seconds(fast, images, way) for _ in range(one.rounds))
    gain = min(times.values()) - taken
    pays = f"pays after {1e3 * spent / gain:.0f} steps" if gain > 0 else "never pays"
    return Row(f"step with torch.compile, {one.name}", taken, times["float32"],
               note=f"compiling took {spent:.0f} s, {pays}")


@contextmanager
def asked(device: torch.device) -> Iterator[None]:
    """Compute on ``device`` inside.

    Raises:
        SystemExit: this machine has no such device.
    """
    known = [found for found in usable_devices() if found.type == device.type]
    if not known:
        raise SystemExit(f"This machine has no {device.type}. Try --device cpu --small.")
    with service.on(str(known[0])):
        yield


def tested() -> str:
    """Run the tests marked ``gpu``, among them memory after 100 networks and memory that runs out; return the end."""
    answer = subprocess.run([sys.executable, "-m", "pytest", "-q", "-m", "gpu", "-p", "no:cacheprovider",
                             "tests/explorer/networks"], capture_output=True, text=True, timeout=LIMIT_S, check=False)
    return "\n".join(answer.stdout.strip().splitlines()[-12:])


def table(device: torch.device, *, small: bool) -> Iterator[str]:
    """Yield the lines of the table, each as soon as it is known."""
    yield HEAD
    for name in SMALL if small else NODES:
        one = measured(name, device, rounds=1 if small else 10)
        yield str(maps(one))
        yield str(field(one))
        yield from map(str, attributions(one))
        size = 4 if small else 128 if name.startswith("bundled") else 32
        yield from map(str, training(one, size, compiled=not small))
        del one
        gc.collect()


def main(words: list[str] | None = None) -> None:
    """Print the table, and write it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--device", default="cuda", help="cuda or cpu")
    parser.add_argument("--small", action="store_true", help="one small network, once: only to see that it works")
    parser.add_argument("--out", type=Path, help="where the table is written, too")
    given = parser.parse_args(words)
    device, lines = torch.device(given.device), []
    with asked(device):
        name = torch.cuda.get_device_name() if device.type == "cuda" else f"CPU, {torch.get_num_threads()} threads"
        lines += [f"# {name}, torch {torch.__version__}", "", *([] if given.small else ["```", tested(), "```", ""])]
        print(*lines, sep="\n")
        for line in table(device, small=given.small):
            print(line, flush=True)
            lines.append(line)
    if given.out:
        given.out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
