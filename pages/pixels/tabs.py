"""The tabs of *Pixels*, in their order. A tab is added here, with one line, and in `VIEWS` of the page's state."""

from __future__ import annotations

from explorer.errors import N_
from pages.pixels.cells import cells_view
from pages.pixels.connections import connections_view
from pages.pixels.counting import counting_view
from pages.pixels.flatten import flatten_view
from pages.pixels.numbers import numbers_view
from pages.pixels.shift import shift_view
from pages.pixels.shuffled import shuffled_view
from pages.ui.cat_experiment import SAYS
from pages.ui.tab import Tab

TABS = (
    Tab("numbers", N_("Numbers"), N_("Zoom out until you see the photo, and in until you see its numbers: they are all "
                                     "that a network gets."), numbers_view),
    Tab("flatten", N_("Flatten"), N_("Point at a value: in the row it stands beside what was beside it, and far from "
                                     "what was above and below."), flatten_view),
    Tab("shuffled", N_("Shuffled"), N_("Which network still learns when every pixel has moved? Read off, then train it "
                                       "yourself."), shuffled_view),
    Tab("counting", N_("Counting"), N_("Make the picture larger: the linear layer grows with every pixel, the "
                                       "convolution's weights stay."), counting_view),
    Tab("connections", N_("Connections"), N_("Go from dense over local to shared, and see how few weights are left."),
        connections_view),
    Tab("shift", N_("Shift"), N_("Shift the image, and choose a layer: is *shift, then layer* the same as *layer, then "
                                 "shift*?"), shift_view),
    Tab("cells", N_("Cells"), SAYS, cells_view),
)
