"""Untrusted bytes into checked pixels, and sample photos that come with installed packages."""

from .digits import BRIGHTEST as BRIGHTEST, digits as digits
from .framing import (
    BORDERED as BORDERED,
    CROPPED as CROPPED,
    FITS as FITS,
    GREY as GREY,
    Fit as Fit,
    Framed as Framed,
    bordered as bordered,
    decoded as decoded,
    framed as framed,
    photo_framed as photo_framed,
    share_in_square as share_in_square,
)
from .kinds import (
    FIRST_BYTES as FIRST_BYTES,
    OPENED_EXTENSIONS as OPENED_EXTENSIONS,
    FileKind as FileKind,
    kind_of as kind_of,
    named_as_picture as named_as_picture,
)
from .opening import (
    check_file_size as check_file_size,
    open_image as open_image,
)
from .picture import (
    Picture as Picture,
    fitted as fitted,
    picture_of as picture_of,
    squared as squared,
    to_size as to_size,
)
from .samples import SAMPLES as SAMPLES, Sample as Sample, sample as sample
