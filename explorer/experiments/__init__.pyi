"""Small experiments on the digits that a page runs while its reader looks on, and what they gave when we ran them."""

from . import (
    batch_norm as batch_norm,
    dropout as dropout,
    heart_curves as heart_curves,
    live as live,
    localisation as localisation,
    moved_digit as moved_digit,
    network_norms as network_norms,
    overfitting as overfitting,
    told_step as told_step,
    training_step as training_step,
    two_networks as two_networks,
)
from .activations import (
    ACTIVATIONS as ACTIVATIONS,
    FLAT as FLAT,
    REACH as REACH,
    ActivationFunction as ActivationFunction,
    Passed as Passed,
    SampledCurve as SampledCurve,
    passed as passed,
    sampled as sampled,
)
from .breaks import (
    BLOCK as BLOCK,
    BREAKS as BREAKS,
    BROKEN as BROKEN,
    COUNTED as COUNTED,
    WHOLE as WHOLE,
    Break as Break,
    Harm as Harm,
)
from .broken_live import (
    held_digit as held_digit,
    held_digits as held_digits,
    still_named as still_named,
)
from .broken_look import BrokenLook as BrokenLook, broken_look as broken_look
from .broken_network import (
    breakable_parts as breakable_parts,
    breaks_of as breaks_of,
    broken_input as broken_input,
    map_places as map_places,
    part_layers as part_layers,
)
from .broken_study import BrokenStudy as BrokenStudy, StillNamed as StillNamed, broken_studies as broken_studies
from .connections import (
    MOST_ROW as MOST_ROW,
    WIRINGS as WIRINGS,
    WeightedLine as WeightedLine,
    Wiring as Wiring,
    connections as connections,
    outputs as outputs,
    weights as weights,
)
from .counting import (
    GROWN_SIDES as GROWN_SIDES,
    KERNELS as KERNELS,
    LEAST_SIDE as LEAST_SIDE,
    LECTURE_PICTURES as LECTURE_PICTURES,
    MOST_CHANNELS as MOST_CHANNELS,
    MOST_MAPS as MOST_MAPS,
    MOST_SIDE as MOST_SIDE,
    MOST_UNITS as MOST_UNITS,
    QUANTITIES as QUANTITIES,
    LecturePicture as LecturePicture,
    PictureLayers as PictureLayers,
    Quantity as Quantity,
    counted as counted,
    growth as growth,
)
from .deep_plan import (
    DEEP_EXAMPLES as DEEP_EXAMPLES,
    DEPTHS as DEPTHS,
    RATES as RATES,
    STARTS as STARTS,
    WIDTHS as WIDTHS,
    DeepExample as DeepExample,
    DeepPlan as DeepPlan,
)
from .deep_stack import (
    BATCH as BATCH,
    STEPS as STEPS,
    DeepReport as DeepReport,
    EndToEnd as EndToEnd,
    LayerReport as LayerReport,
    deep_report as deep_report,
)
from .detected_scenes import DetectedScenes as DetectedScenes, detected_scenes as detected_scenes
from .last_layer import (
    MOST_SMOOTHING as MOST_SMOOTHING,
    QUESTIONS as QUESTIONS,
    SCORE_RANGE as SCORE_RANGE,
    TEMPERATURES as TEMPERATURES,
    LastLayer as LastLayer,
    best_lead as best_lead,
    torch_line as torch_line,
)
from .live import Experiment as Experiment, LivePoint as LivePoint, LiveRun as LiveRun
from .pointwise import (
    Pointwise as Pointwise,
    pixelwise as pixelwise,
)
from .residual import (
    BlockMaps as BlockMaps,
    block_gradients as block_gradients,
    block_maps as block_maps,
    each_left_out as each_left_out,
    removable_parts as removable_parts,
    scaled_answers as scaled_answers,
)
from .segmented_scenes import (
    NEAR_PX as NEAR_PX,
    SegmentedScenes as SegmentedScenes,
    fresh_scenes as fresh_scenes,
    on_fresh_scenes as on_fresh_scenes,
    segmented as segmented,
)
from .shape_classifier import shape_classifier as shape_classifier
from .skip_study import (
    BLOCKS as BLOCKS,
    MOST_SCALE as MOST_SCALE,
    REACH_AROUND as REACH_AROUND,
    RESNET_BLOCKS as RESNET_BLOCKS,
    STUDIED as STUDIED,
    VGG_LAYERS as VGG_LAYERS,
    SkipStudy as SkipStudy,
    skip_studies as skip_studies,
)
from .sliding_window import (
    Sliding as Sliding,
    TwoWays as TwoWays,
    class_shares as class_shares,
    slider as slider,
    sliding as sliding,
)
from .two_ends import (
    END_CHANNELS as END_CHANNELS,
    END_CLASSES as END_CLASSES,
    END_SIDES as END_SIDES,
    ENDS as ENDS,
    MOST_OUTPUTS as MOST_OUTPUTS,
    TwoEnds as TwoEnds,
)
from .unet_skips import (
    UNetSkip as UNetSkip,
    pixel_scores as pixel_scores,
    unet_skips as unet_skips,
    unet_steps as unet_steps,
)
