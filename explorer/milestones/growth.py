"""What was missing in 1998 and there in 2012: pictures, computing power, and networks that could use them."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.milestones.known import MILESTONES

OPERATIONS_PER_CYCLE = 2
"""A multiplication and an addition."""
PASSES_OF_A_STEP = 3
"""Forward, and backward with twice the work: for the weights and for what comes before."""
DAY_S, YEAR_S = 86_400, 31_557_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A point of a series: what was how large in which year."""

    year: int
    title: str
    value: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A processor or graphics card: each of its ``units`` does `OPERATIONS_PER_CYCLE` per beat of its clock."""

    year: int
    title: str
    units: int
    clock: float
    """Hz."""
    source: str

    @property
    def speed(self) -> float:
        """Return the most operations a second, FLOP/s."""
        return OPERATIONS_PER_CYCLE * self.units * self.clock


PICTURES = (
    Mark(year=1998, title="MNIST", value=60_000, source="LeCun et al. (1998)"),
    Mark(year=2004, title="Caltech-101", value=9_146, source="Fei-Fei, Fergus & Perona (2004)"),
    Mark(year=2007, title="Caltech-256", value=30_607, source="Griffin, Holub & Perona (2007)"),
    Mark(year=2009, title="CIFAR-10", value=60_000, source="Krizhevsky (2009)"),
    Mark(year=2012, title="ImageNet (ILSVRC)", value=1_281_167, source="Russakovsky et al. (2015), arXiv:1409.0575"),
    Mark(year=2017, title="JFT-300M", value=300e6, source="Sun et al. (2017), arXiv:1707.02968"),
    Mark(year=2022, title="LAION-5B", value=5.85e9, source="Schuhmann et al. (2022), arXiv:2210.08402"),
)
"""Pictures of a data set."""
MACHINES = (
    Machine(year=1998, title="R10000", units=1, clock=200e6,
            source="LeCun et al. (1998); netlib.org"),
    Machine(year=2006, title="GeForce 8800 GTX", units=128, clock=1.35e9, source="NVIDIA"),
    Machine(year=2010, title="GeForce GTX 580", units=512, clock=1.544e9,
            source="NVIDIA; Krizhevsky et al. (2012)"),
    Machine(year=2014, title="GTX Titan Black", units=2880, clock=0.889e9,
            source="NVIDIA; Simonyan & Zisserman (2014)"),
    Machine(year=2017, title="Tesla V100", units=5120, clock=1.53e9, source="NVIDIA"),
    Machine(year=2020, title="A100", units=6912, clock=1.41e9, source="NVIDIA"),
    Machine(year=2022, title="H100 SXM", units=16_896, clock=1.98e9, source="NVIDIA"),
)
"""The machine of LeNet-5, then graphics cards; 32-bit numbers without tensor cores."""
LATER = (
    Mark(year=2021, title="ViT-G/14", value=1.84e9, source="Zhai et al. (2021), arXiv:2106.04560"),
    Mark(year=2023, title="ViT-22B", value=21.7e9, source="Dehghani et al. (2023), arXiv:2302.05442"),
)


def parameters() -> tuple[Mark, ...]:
    """Return the learned values of networks by year; of those that can be opened here they are counted."""
    own = [Mark(year=one.year, title=one.title, value=one.opened.report.params, source=one.paper)
           for one in MILESTONES.values()]
    return tuple(sorted((*own, *LATER), key=lambda mark: mark.year))


def training_work(network: str, version: str, *, pictures: float, passes: int) -> float:
    """Return the operations, FLOP, of a training: those of one picture, forward and backward, times all of them.

    Source:
        Amodei & Hernandez (2018), AI and compute: for AlexNet 4.7 · 10^17.
    """
    report = MILESTONES[network].version(version).report
    return OPERATIONS_PER_CYCLE * PASSES_OF_A_STEP * report.macs * pictures * passes


def alexnet_work() -> float:
    """Return the operations of AlexNet's training: 90 passes through 1.2 million pictures, in two groups."""
    return training_work("alexnet", "alexnet_2012_groups", pictures=1.2e6, passes=90)
