"""Where things are in a picture: boxes and pixels, how they are found, and how what was found is judged."""

from .average_precision import (
    COCO_RECALLS as COCO_RECALLS,
    ELEVEN_RECALLS as ELEVEN_RECALLS,
    IOU_THRESHOLDS as IOU_THRESHOLDS,
    ClassQuality as ClassQuality,
    Detections as Detections,
    Judged as Judged,
    TrueBoxes as TrueBoxes,
    judged as judged,
    mean_over as mean_over,
    quality as quality,
)
from .boxes import (
    Box as Box,
    BoxPair as BoxPair,
    Meeting as Meeting,
    PixelCount as PixelCount,
    areas as areas,
    gious as gious,
    intersections as intersections,
    ious as ious,
    upright as upright,
)
from .cells import (
    FINEST as FINEST,
    Cell as Cell,
    cell_of as cell_of,
    centre_of as centre_of,
    chance_of_sharing as chance_of_sharing,
    grid_that_separates as grid_that_separates,
    owners as owners,
)
from .found import Found as Found, Segmented as Segmented, found_of as found_of
from .grid import (
    BOX_VALUES as BOX_VALUES,
    DETECT_GRID as DETECT_GRID,
    LARGEST_FACTOR as LARGEST_FACTOR,
    NO_ONE as NO_ONE,
    SPARED as SPARED,
    AnchorGrid as AnchorGrid,
    Assignment as Assignment,
    DecodedGrid as DecodedGrid,
    GridBoxes as GridBoxes,
    Place as Place,
    assignment as assignment,
    decode_grid as decode_grid,
    grid_boxes as grid_boxes,
)
from .localisation import (
    BOX_LOSSES as BOX_LOSSES,
    BOX_WEIGHT as BOX_WEIGHT,
    BoxLoss as BoxLoss,
    Located as Located,
    LocatedLoss as LocatedLoss,
    best_fit as best_fit,
    located as located,
)
from .precision_steps import area_line as area_line, five_detections as five_detections, share_lines as share_lines
from .segmentation import (
    PixelQuality as PixelQuality,
    borders as borders,
    class_shares as class_shares,
    near_borders as near_borders,
    pixel_quality as pixel_quality,
    said_classes as said_classes,
)
from .sliding import (
    MOST_PASSES as MOST_PASSES,
    PICTURE as PICTURE,
    QUICK_PASSES as QUICK_PASSES,
    SLIDERS as SLIDERS,
    WINDOW_SIDES as WINDOW_SIDES,
    WINDOW_STRIDES as WINDOW_STRIDES,
    Slide as Slide,
    SlideCost as SlideCost,
    network_stride as network_stride,
    scaled_sides as scaled_sides,
    slide_cost as slide_cost,
)
from .slot_steps import SlotSteps as SlotSteps, slot_steps as slot_steps
from .slot_targets import slot_targets as slot_targets
from .suppression import (
    METHODS as METHODS,
    SIGMAS as SIGMAS,
    Compared as Compared,
    Method as Method,
    Suppressed as Suppressed,
    Suppression as Suppression,
    Turn as Turn,
    Verdict as Verdict,
    factor as factor,
    factor_line as factor_line,
    suppress as suppress,
)
from .suppression_examples import BOX_EXAMPLES as BOX_EXAMPLES, BoxExample as BoxExample
from .upsampling import (
    CHECKERBOARD as CHECKERBOARD,
    KERNEL_SIZES as KERNEL_SIZES,
    KERNELS as KERNELS,
    PADDINGS as PADDINGS,
    SMOOTH as SMOOTH,
    STRIDES as STRIDES,
    UPSAMPLERS as UPSAMPLERS,
    Upsampling as Upsampling,
    bilinear as bilinear,
    coverage as coverage,
    is_even as is_even,
    kernel_of as kernel_of,
    nearest as nearest,
    neighbour_steps as neighbour_steps,
    side_working as side_working,
    stamped as stamped,
    transposed as transposed,
)
from .vgg_windows import VggWindows as VggWindows, vgg_windows as vgg_windows
from .yolo_v1 import (
    BOX_NUMBERS as BOX_NUMBERS,
    VOC_CLASSES as VOC_CLASSES,
    CellBox as CellBox,
    YoloHead as YoloHead,
    score_line as score_line,
)
