"""Words that a student may not know yet: what each means, and where the lectures have it.

One home for all pages, so that a word means the same wherever it is asked: ``help_of("Stride")`` is what a widget, a
heading or the head of a column shows on the word. A plainer word on the page is better than an entry here.
"""

from __future__ import annotations

from dataclasses import dataclass

from explorer.errors import N_
from pages.ui.text import _

CONVOLUTION, FAMOUS = N_("Convolution by hand"), N_("Famous networks")
TRAINING, JUDGING = N_("How a network learns"), N_("How good a network is")


@dataclass(frozen=True, slots=True)
class Word:
    """What a word means, in a sentence or two without words that would need an entry of their own."""

    means: str
    lecture: str


WORDS = {
    "Stride": Word(N_("How many cells the kernel moves from one output value to the next. With stride 2 the output has "
                      "half the side."), CONVOLUTION),
    "Padding": Word(N_("Cells added around the input, so that the kernel also fits at its border."), CONVOLUTION),
    "Kernel": Word(N_("The small grid of weights that moves over the input. At each place it multiplies what lies "
                      "under it and adds up."), CONVOLUTION),
    "Dilation": Word(N_("How far apart the cells that a kernel reads are. With 2 it leaves out every second one, and "
                        "sees more with as many weights."), CONVOLUTION),
    "Groups": Word(N_("Channels are split into so many parts, and each filter reads one part only."), CONVOLUTION),
    "Transposed": Word(N_("The other way round: each input value stamps the whole kernel onto the output, which "
                          "becomes larger."), CONVOLUTION),
    "Receptive field": Word(N_("The part of the input that one unit sees. What lies outside changes nothing in it."),
                            FAMOUS),
    "Colours of maps": Word(N_("Viridis, Cividis and Greys are dark at 0 and grow steadily lighter. Where values have "
                               "signs, RdBu is white at 0, blue below and red above it; Greys are middle grey at 0."),
                            CONVOLUTION),
    "MACs": Word(N_("A multiply-add (MAC) is one multiplication whose product is added to a sum. Their number tells "
                    "how long a network computes."), FAMOUS),
    "FLOPs": Word(N_("FLOPs count multiplications and additions one by one, so they are twice the multiply-adds "
                     "(MACs)."), FAMOUS),
    "Optimiser": Word(N_("How a step follows from the gradient. SGD goes against it, with momentum: part of the last "
                         "step is added. Adam takes larger steps for weights whose gradients are small; AdamW keeps "
                         "weight decay apart."), TRAINING),
    "Schedule of the learning rate": Word(N_(
        "How the length of the steps changes. In one cycle it rises during the first 30 % and then falls to almost 0: "
        "large steps find a good region, small ones settle in it."), TRAINING),
    "Precision": Word(N_("How exact numbers are: float32 has 7 decimal digits, bfloat16 2 to 3 and may be faster."),
                      TRAINING),
    "Weight decay": Word(N_("Each step pulls all weights a little towards 0, against overfitting."), TRAINING),
    "Label smoothing": Word(N_("This share of each target is spread over all classes, so that no answer has to be "
                               "100 % sure."), TRAINING),
    "Loss": Word(N_("How wrong the answers are, as one number: minus the natural logarithm of the probability of the "
                    "right class, on average. 0 is perfect; of 10 classes, guessing gives 2.3."), TRAINING),
    "Balanced accuracy": Word(N_("The mean over the classes of how many of their pictures are right."), JUDGING),
    "Calibration error": Word(N_("Answers are grouped by how sure they are. In each group, how sure they are on "
                                 "average is compared with how many of them are right. At 0 %, of answers that are "
                                 "80 % sure, 80 % are right."), JUDGING),
}


def help_of(word: str) -> str:
    """Return what a word of ``WORDS`` means, in the reader's language, and where the lectures have it."""
    entry = WORDS[word]
    return _("{meaning} (Lectures: {part})").format(meaning=_(entry.means), part=_(entry.lecture))
