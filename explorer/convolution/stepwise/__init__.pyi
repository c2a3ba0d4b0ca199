"""One convolution cell by cell: set up, counted out, written into a link, exported as animation or torch code."""

from .convolution import Convolution as Convolution, Stamp as Stamp, Term as Term, Terms as Terms
from .example import Example as Example
from .examples import EXAMPLES as EXAMPLES
from .gif import film as film, film_titles as film_titles
from .setup import (
    MOST as MOST,
    MOST_CHANNELS as MOST_CHANNELS,
    MOST_KERNEL as MOST_KERNEL,
    MOST_SIDE as MOST_SIDE,
    Setup as Setup,
    with_channels as with_channels,
    with_input as with_input,
    with_input_size as with_input_size,
    with_kernel_size as with_kernel_size,
    with_transposed as with_transposed,
)
from .torch_code import torch_lines as torch_lines
from .url import NAMES as NAMES, from_link as from_link, to_link as to_link
