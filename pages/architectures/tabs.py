"""The parts of *Architectures*, in their order: one line plugs one in."""

from __future__ import annotations

from explorer.errors import N_
from pages.architectures.after import after
from pages.architectures.blocks import blocks
from pages.architectures.break_it import break_it
from pages.architectures.compare import compare
from pages.architectures.network import one_network
from pages.architectures.timeline import timeline
from pages.ui.tab import Tab

TABS = (
    Tab("timeline", N_("Timeline of networks"), N_(
        "Follow the error down, year by year, and guess what changed in 2012. Click a bar to open its network."),
        timeline),
    Tab("network", N_("One network"), N_(
        "Walk through it from left to right: where does the side shrink, where are the parameters?"),
        one_network),
    Tab("blocks", N_("Blocks"), N_(
        "Play how data flows, guess what the block saves, then move the channels."),
        blocks),
    Tab("compare", N_("Compare"), N_(
        "Choose two to four networks, and look for those that reach the same with less."),
        compare),
    Tab("after", N_("What came after"), N_(
        "Choose a patch, and see that cutting and weighing it is a convolution."),
        after),
    Tab("broken", N_("Break it"), N_(
        "Choose what to break, bet on how many pictures the network still names, and only then look."),
        break_it),
)
