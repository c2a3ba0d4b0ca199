"""What is known of every data set that has a name, before any of it is opened."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.errors import N_, Message, message
from explorer.training.tasks.task_names import TASKS, TaskName

HERE = message("Always there; nothing is downloaded.")
ON_REQUEST = message("Downloaded once when you ask for it, then kept on this server.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEntry:
    """One data set of the catalogue."""

    name: str
    title: str
    """English; a page translates it."""
    classes: int
    pictures: int
    side: int
    """Of its pictures as they are stored, px; for photos, a side that suits pretrained networks."""
    downloaded: bool
    size: int = 0
    """Of its download, bytes."""
    source: Message
    licence: Message
    twins: Message | None = None
    """What is known of pictures that are in it twice."""

    @property
    def how(self) -> Message:
        """Where it comes from."""
        return ON_REQUEST if self.downloaded else HERE


NO_LICENCE = message("Its makers state no licence; they ask to be cited, and it is widely used for research and "
                     "teaching.")
NONE_TWICE = message("No two of its pictures are the same.")
ENTRIES = (
    SetEntry(name="pieces", title=N_("Pieces of photos"), classes=4, pictures=96, side=224, downloaded=False,
             source=message("Cut by this app from four sample photos, which are installed with scikit-image and "
                            "scikit-learn: those to learn from on the left of each photo, those to measure on on its "
                            "right."),
             licence=message("Creative Commons CC0 and Attribution 2.0, as the sample photos themselves."),
             twins=NONE_TWICE),
    SetEntry(name="digits", title=N_("Digits"), classes=10, pictures=1797, side=8, downloaded=False,
             source=message("Handwritten digits, collected by E. Alpaydin and C. Kaynak (1998), UCI Machine Learning "
                            "Repository; the copy that scikit-learn installs."),
             licence=message("Creative Commons Attribution 4.0."), twins=NONE_TWICE),
    SetEntry(name="shapes", title=N_("Shapes and textures"), classes=8, pictures=2400, side=64, downloaded=False,
             source=message("Drawn by this app from a seed: four shapes, plain or filled with a texture, and four "
                            "textures."),
             licence=message("Public domain (CC0)."), twins=NONE_TWICE),
    SetEntry(name="mnist", title=N_("MNIST"), classes=10, pictures=70_000, side=28, downloaded=True, size=12_000_000,
             source=message("Handwritten digits: Y. LeCun, C. Cortes, C. Burges (1998)."),
             licence=message("Creative Commons Attribution-ShareAlike 3.0.")),
    SetEntry(name="fashion_mnist", title=N_("Fashion-MNIST"), classes=10, pictures=70_000, side=28, downloaded=True,
             size=31_000_000,
             source=message("Clothes: H. Xiao, K. Rasul, R. Vollgraf (2017), arXiv:1708.07747."),
             licence=message("MIT licence, Zalando SE."),
             twins=message("Some of its test pictures have a twin, or nearly one, among those to learn from (C. Geier, "
                           "2019, arXiv:1906.08255), so accuracies are a little too good.")),
    SetEntry(name="cifar10", title=N_("CIFAR-10"), classes=10, pictures=60_000, side=32, downloaded=True,
             size=170_000_000,
             source=message("Animals and vehicles: A. Krizhevsky (2009), Learning Multiple Layers of Features from "
                            "Tiny Images."),
             licence=NO_LICENCE,
             twins=message("About 3.3 % of its test pictures have a twin, or nearly one, among those to learn from (B. "
                           "Barz, J. Denzler, 2020, arXiv:1902.00423), so accuracies are a little too good.")),
    SetEntry(name="flowers102", title=N_("Flowers-102"), classes=102, pictures=8189, side=224, downloaded=True,
             size=345_000_000,
             source=message("Flowers of Britain: M.-E. Nilsback, A. Zisserman (2008), Visual Geometry Group, Oxford."),
             licence=NO_LICENCE),
    SetEntry(name="oxford_pets", title=N_("Oxford-IIIT Pet"), classes=37, pictures=7349, side=224, downloaded=True,
             size=811_000_000,
             source=message("Cats and dogs: O. Parkhi, A. Vedaldi, A. Zisserman, C. Jawahar (2012)."),
             licence=message("Creative Commons Attribution-ShareAlike 4.0.")),
    *(SetEntry(name=f"scenes/{task}", title=title, classes=6, pictures=2000, side=64, downloaded=False,
               source=message("Scenes of six kinds of shapes, drawn by this app from seeds, on plain colours and on "
                              "parts of its sample photos; every box and the class of every pixel is known."),
               licence=message("Public domain (CC0); the photos behind the shapes as their pages say."),
               twins=NONE_TWICE)
      for task, title in (("locate", N_("Scenes: what and where")), ("detect", N_("Scenes: find them all")),
                          ("segment", N_("Scenes: which pixels")))),
)
SETS: dict[str, SetEntry] = {entry.name: entry for entry in ENTRIES}
UPLOAD = "upload/"
"""Before the SHA-256 of a reader's ZIP."""
YOURS = SetEntry(name=UPLOAD, title=N_("Your pictures"), classes=0, pictures=0, side=224, downloaded=False,
                 source=message("A ZIP that you uploaded to this server."),
                 licence=message("Yours, or that of whoever made the pictures."))
SCENES = "scenes/"
"""Before the task that is learned from scenes."""
ARRAYS = {"mnist", "fashion_mnist", "cifar10"}
"""Downloaded data sets whose pictures all have one size."""


def scene_task(data: str) -> TaskName | None:
    """Return what is learned from the data set ``data`` if it is made of scenes; None: classes of whole pictures."""
    return next((task for task in TASKS if data == f"{SCENES}{task}" and data in SETS), None)
