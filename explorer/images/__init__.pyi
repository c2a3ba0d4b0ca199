"""Untrusted bytes into checked pixels, and sample photos that come with installed packages."""

from .digit_input import (
    CHANGE_BOUNDS as CHANGE_BOUNDS,
    DIGIT_SIDE as DIGIT_SIDE,
    INK_SIDE as INK_SIDE,
    UNCHANGED as UNCHANGED,
    DigitChanges as DigitChanges,
    digit_input as digit_input,
    digit_picture as digit_picture,
)
from .digits import BRIGHTEST as BRIGHTEST, digits as digits
from .drawing import (
    LONGEST_TEXT as LONGEST_TEXT,
    MOST_POINTS as MOST_POINTS,
    MOST_STROKES as MOST_STROKES,
    PAD as PAD,
    PENS as PENS,
    Drawing as Drawing,
    Stroke as Stroke,
    drawing_from_text as drawing_from_text,
    raster as raster,
    to_text as to_text,
    told_of as told_of,
)
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
from .hands import HANDS as HANDS
from .handwriting import (
    Form as Form,
    Hand as Hand,
    arc as arc,
    chosen_forms as chosen_forms,
    ink as ink,
    written as written,
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
from .photo_bank import BankCrop as BankCrop, bank_key as bank_key, crop_picture as crop_picture, crops as crops
from .picture import (
    Picture as Picture,
    fitted as fitted,
    picture_of as picture_of,
    squared as squared,
    to_size as to_size,
)
from .pixel_values import (
    BIT_DEPTHS as BIT_DEPTHS,
    GREY_WEIGHTS as GREY_WEIGHTS,
    IMAGENET_DEVIATION as IMAGENET_DEVIATION,
    IMAGENET_MEAN as IMAGENET_MEAN,
    VALUE_RANGES as VALUE_RANGES,
    ValueRange as ValueRange,
    grey_of as grey_of,
    in_range as in_range,
    levels_of as levels_of,
    normal_of as normal_of,
    picture_bytes as picture_bytes,
    range_steps as range_steps,
    with_bits as with_bits,
)
from .samples import SAMPLES as SAMPLES, Sample as Sample, sample as sample
from .tensor_layout import (
    TENSOR_LAYOUTS as TENSOR_LAYOUTS,
    TensorLayout as TensorLayout,
    difference_of_layers as difference_of_layers,
    fixed_permutation as fixed_permutation,
    flat_index as flat_index,
    in_layout as in_layout,
    mean_distances as mean_distances,
    neighbour_distances as neighbour_distances,
    numpy_code as numpy_code,
    pixel_index as pixel_index,
    place_of as place_of,
    shuffled as shuffled,
    tensor_shape as tensor_shape,
    torch_code as torch_code,
)
