"""ILSVRC, the yearly contest on ImageNet, 2010 to 2017: who won, with which error, and how deep the network was.

Errors are top-5: the right one of 1,000 classes is not among the five likeliest. They are those of the entries to the
contest, most of which are the mean of several networks, and lower than what one network reaches alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from explorer.errors import N_

TRAINED_PERSON = 5.1
"""Top-5 error of a person who had trained on ImageNet's classes, %. Russakovsky et al. (2015), section 6.4."""
SURVEY = "Russakovsky et al. (2015), arXiv:1409.0575"


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """An entry to the contest. ``what`` is English; shown through ``_()``."""

    year: int
    title: str
    error: float
    """Top-5 error on the test pictures, %."""
    layers: int | None
    """Layers with weights, one behind the other; None: no network, features were made by hand."""
    what: str
    """What was new."""
    source: str
    network: str = ""
    """Name of the network in `MILESTONES`; empty where it is none of those."""


CONTEST = (
    Winner(year=2010, title="NEC-UIUC", error=28.2, layers=None, source=SURVEY, what=N_(
        "Edges are counted by rules that people wrote (SIFT, LBP); only the last step, a linear classifier, learns.")),
    Winner(year=2011, title="XRCE", error=25.8, layers=None, source=SURVEY, what=N_(
        "Again features made by hand, packed into longer vectors (Fisher vectors): 2.4 points in a year.")),
    Winner(year=2012, title="AlexNet", error=16.4, layers=8, source="Krizhevsky et al. (2012)",
           network="alexnet", what=N_(
        "A network that learns its features from the pixels, on two graphics cards: 9.4 points in one step.")),
    Winner(year=2013, title="ZFNet", error=11.7, layers=8, source=SURVEY, network="zfnet", what=N_(
        "AlexNet, repaired where pictures of its filters had shown gaps: a smaller first window, a smaller stride.")),
    Winner(year=2014, title="VGG", error=7.3, layers=19, source="Simonyan & Zisserman (2014), arXiv:1409.1556",
           network="vgg16", what=N_("Nothing but 3 × 3 convolutions, twice as many layers. Second place in 2014.")),
    Winner(year=2014, title="GoogLeNet", error=6.7, layers=22, source="Szegedy et al. (2014), arXiv:1409.4842",
           network="googlenet", what=N_(
        "Windows of several sizes side by side, and a ninth of AlexNet's parameters. First place in 2014.")),
    Winner(year=2015, title="ResNet", error=3.57, layers=152, source="He et al. (2015), arXiv:1512.03385",
           network="resnet", what=N_("Skips let 152 layers learn; below the error of a trained person.")),
    Winner(year=2016, title="Trimps-Soushen", error=2.99, layers=None, source="image-net.org (2016)",
           what=N_("Five known networks, Inceptions and ResNets, that vote: no new one.")),
    Winner(year=2017, title="SENet", error=2.25, layers=154, source="Hu et al. (2017), arXiv:1709.01507", what=N_(
        "A gate for each map: squeeze and excitation, put into ResNets. The last contest.")),
)
