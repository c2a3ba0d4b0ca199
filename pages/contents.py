"""The table of contents: a page is listed as soon as its file exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from explorer.errors import N_

PAGES = Path(__file__).parent
PICTURES = PAGES.parent / "assets" / "pages"
ICON = PICTURES / "icon.svg"


@dataclass(frozen=True, slots=True)
class Entry:
    """A page: where it stands, how it is called, and what a reader does there. English; shown through ``_()``."""

    section: str
    name: str
    title: str
    icon: str
    says: str

    @property
    def file(self) -> str:
        """Return the page's file, relative to the entry script."""
        return f"{self.name}/page.py"

    @property
    def exists(self) -> bool:
        """Return whether the page has been written."""
        return (PAGES / self.file).is_file()

    def picture(self, theme: str | None) -> Path:
        """Return the drawing of the page for the theme ``"light"`` or ``"dark"``; made by assets/pages/draw.py."""
        return PICTURES / f"{self.name}_{'dark' if theme == 'dark' else 'light'}.svg"


HOME = Entry("", "home", N_("CNN Explorer"), ":material/grid_view:", N_("See what convolutional networks do."))
ENTRIES = (
    Entry(N_("Lessons"), "lessons", N_("Lessons"), ":material/school:",
          N_("Eight lessons, step by step: open a page, say what you expect, then look.")),
    Entry(N_("Lessons"), "exercises", N_("Exercises"), ":material/quiz:",
          N_("Predict, check, and see the working; print sheets in three versions.")),
    Entry(N_("Lessons"), "classroom", N_("Classroom"), ":material/groups:",
          N_("Ask your class a question on all phones at once, and see what everybody thinks.")),
    Entry(N_("Convolution"), "pixels", N_("Pixels"), ":material/grid_on:",
          N_("Zoom into a photo until it is numbers, and see why not simply to connect them all.")),
    Entry(N_("Convolution"), "step_through", N_("Step through it"), ":material/play_circle:",
          N_("Move a kernel over a grid, one cell at a time, and read the sum it makes.")),
    Entry(N_("Convolution"), "classic_filters", N_("Classic filters"), ":material/tune:",
          N_("Sharpen, blur and find edges in your own photo; change the kernel by hand.")),
    Entry(N_("Convolution"), "pooling", N_("Pooling"), ":material/compress:",
          N_("Shrink a grid by its largest or mean value, and see what a shift changes.")),
    Entry(N_("Networks"), "build_stack", N_("Build a stack"), ":material/layers:",
          N_("Put layers together; shapes, parameters and operations follow at once.")),
    Entry(N_("Networks"), "layers", N_("Layers"), ":material/function:",
          N_("Activations, normalisation and the rest: what the layers between convolutions do.")),
    Entry(N_("Networks"), "receptive_fields", N_("Receptive fields"), ":material/center_focus_strong:",
          N_("See which part of the image one unit sees, layer by layer.")),
    Entry(N_("Networks"), "architectures", N_("Architectures"), ":material/timeline:",
          N_("Follow the networks that made history, from LeNet-5 to ConvNeXt.")),
    Entry(N_("Trained networks"), "pixel_to_class", N_("From pixel to class"), ":material/route:",
          N_("Fly through a whole network at work, from the picture to one unit and its sum.")),
    Entry(N_("Trained networks"), "feature_maps", N_("Feature maps"), ":material/apps:",
          N_("Open a trained network on a photo and look at what each layer found.")),
    Entry(N_("Trained networks"), "attribution", N_("Why this class?"), ":material/help_center:",
          N_("Ask which pixels spoke for a class, by several methods side by side.")),
    Entry(N_("Trained networks"), "where_is_it", N_("Where is it?"), ":material/select_all:",
          N_("Find objects by boxes and by pixels, and judge how well they were found.")),
    Entry(N_("Training"), "fine_tune", N_("Fine-tune"), ":material/model_training:",
          N_("Train a network further on a data set while you look at other pages.")),
    Entry(N_("Training"), "jobs", N_("Jobs"), ":material/list_alt:",
          N_("Follow your training runs, stop them, and open what they learnt.")),
)
ADMIN = Entry("", "admin", N_("Admin"), ":material/monitor_heart:",
              N_("For admins: see how the server is, stop jobs, and switch uploads or downloads off."))
"""Listed for admins only; see pages/admin."""


def sections() -> Iterator[tuple[str, list[Entry]]]:
    """Yield each section with those of its pages that exist; sections without any are left out."""
    existing = (entry for entry in ENTRIES if entry.exists)
    for section, entries in groupby(existing, lambda entry: entry.section):
        yield section, list(entries)
