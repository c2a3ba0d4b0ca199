"""Untrusted bytes into checked pixels, and sample photos that come with installed packages."""

from .kinds import (
    FIRST_BYTES as FIRST_BYTES,
    OPENED_EXTENSIONS as OPENED_EXTENSIONS,
    FileKind as FileKind,
    kind_of as kind_of,
    named_as_picture as named_as_picture,
)
from .opening import (
    CROPPED as CROPPED,
    check_file_size as check_file_size,
    decoded as decoded,
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
