"""What ships of broken networks: how many of the 10,000 test pictures of CIFAR-10 each still names.

Made by ``python -m explorer.experiments.breaking cifar10.zip``. No picture of the data set is stored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from explorer.experiments.breaks import BLOCK, Harm

FILE = Path(__file__).parent / "shipped" / "broken.json"


@dataclass(frozen=True, slots=True)
class StillNamed:
    """What a network makes of held pictures, broken or whole."""

    right: int
    """Pictures whose class it names."""
    said: tuple[int, ...]
    """How often it names each class."""

    @property
    def accuracy(self) -> float:
        """Return the share that is right, 0 to 1."""
        return self.right / sum(self.said)

    @property
    def favourite(self) -> int:
        """Return the class that it names most often."""
        return self.said.index(max(self.said))


@dataclass(frozen=True, slots=True)
class BrokenStudy:
    """One network, whole and broken in every way."""

    name: str
    weights: str
    """SHA-256 of the file of its weights: the results are of no others."""
    judged: Mapping[str, StillNamed]
    """By `Harm.key`."""

    @property
    def whole(self) -> StillNamed:
        """Return what it makes of the pictures as it is."""
        return self.judged[Harm().key]

    @property
    def blocks(self) -> Mapping[str, StillNamed]:
        """Return what is left without each of its parts, by their names."""
        return {key.partition(".")[2]: one for key, one in self.judged.items() if key.startswith(f"{BLOCK}.")}

    def of(self, harm: Harm) -> StillNamed | None:
        """Return what is left after ``harm``; None: it was not measured."""
        return self.judged.get(harm.key)


@cache
def broken_studies(file: Path = FILE) -> Mapping[str, BrokenStudy]:
    """Return the networks that were broken, by name."""
    stored = json.loads(file.read_text(encoding="utf-8"))
    return MappingProxyType({name: BrokenStudy(name, one["weights"], {
        key: StillNamed(found["right"], tuple(found["said"])) for key, found in one["judged"].items()})
        for name, one in stored.items()})


def write_broken(study: BrokenStudy, file: Path = FILE) -> None:
    """Write what was found of one network; what the file holds of others stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    stored = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    stored[study.name] = {"weights": study.weights, "judged": {
        key: {"right": one.right, "said": list(one.said)} for key, one in study.judged.items()}}
    lines = [f'  {json.dumps(name)}: {{"weights": {json.dumps(one["weights"])}, "judged": {{\n' + ",\n".join(
        f"    {json.dumps(key)}: {json.dumps(found)}" for key, found in one["judged"].items()) + "\n  }}"
        for name, one in stored.items()]
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8", newline="\n")
