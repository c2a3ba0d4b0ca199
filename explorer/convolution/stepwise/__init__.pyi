"""One convolution cell by cell: set up, counted out, written into a link, exported as animation or torch code."""

from .convolution import Convolution as Convolution
from .convolution import Stamp as Stamp
from .convolution import Term as Term
from .convolution import Terms as Terms
from .examples import EXAMPLES as EXAMPLES
from .examples import Example as Example
from .gif import film as film
from .setup import (
    MOST as MOST,
)
from .setup import (
    MOST_CHANNELS as MOST_CHANNELS,
)
from .setup import (
    MOST_KERNEL as MOST_KERNEL,
)
from .setup import (
    MOST_SIDE as MOST_SIDE,
)
from .setup import (
    Setup as Setup,
)
from .setup import (
    with_channels as with_channels,
)
from .setup import (
    with_input as with_input,
)
from .setup import (
    with_input_size as with_input_size,
)
from .setup import (
    with_kernel_size as with_kernel_size,
)
from .setup import (
    with_transposed as with_transposed,
)
from .torch_code import torch_lines as torch_lines
from .url import NAMES as NAMES
from .url import from_link as from_link
from .url import to_link as to_link
