"""Networks that run: graphs become torch modules, one thread per device computes, pages get arrays back."""

from . import architectures as architectures, attribution as attribution, scene_architectures as scene_architectures
from .catalogue import (
    BUNDLED as BUNDLED,
    Entry as Entry,
    NetworkTask as NetworkTask,
    WeightSet as WeightSet,
    catalogue as catalogue,
    entry as entry,
    imagenet_classes as imagenet_classes,
    is_installed as is_installed,
)
from .digit_architectures import DIGIT_BUILDERS as DIGIT_BUILDERS, DIGITS as DIGITS
from .inference.all_maps import LayerMaps as LayerMaps, all_maps as all_maps
from .inference.answers import (
    answer_names as answer_names,
    ending as ending,
    says_yes_or_no as says_yes_or_no,
    score_node as score_node,
    shares as shares,
)
from .inference.class_at import (
    CLASS_AT as CLASS_AT,
    Spot as Spot,
    class_at as class_at,
    scored_maps as scored_maps,
    surest_spot as surest_spot,
)
from .inference.device import (
    choose_device as choose_device,
    device_text as device_text,
    usable_cpus as usable_cpus,
    usable_devices as usable_devices,
)
from .inference.feature_maps import Maps as Maps, feature_maps as feature_maps, observe as observe
from .inference.finding import find as find, segment as segment, side_read as side_read
from .inference.last_step import LastStep as LastStep, last_step as last_step, weighing_layer as weighing_layer
from .inference.layer_statistics import layer_statistics as layer_statistics
from .inference.layer_times import LayerTimes as LayerTimes, layer_times as layer_times
from .inference.network_input import (
    NetworkInput as NetworkInput,
    PartRead as PartRead,
    greyed as greyed,
    maps_of as maps_of,
    network_input as network_input,
    part_read as part_read,
)
from .inference.predictions import Guess as Guess, guesses as guesses, scores as scores, softmax as softmax
from .inference.private_copy import shuffled_layers as shuffled_layers
from .inference.scene_finding import locate as locate, output as output
from .inference.service import (
    Service as Service,
    asked_device as asked_device,
    device_name as device_name,
    is_short_of_memory as is_short_of_memory,
    on as on,
    run as run,
    where as where,
)
from .inference.sliding_windows import (
    PIECE as PIECE,
    ConvolvedClassifier as ConvolvedClassifier,
    ScoreMap as ScoreMap,
    convolved_classifier as convolved_classifier,
    map_window_scores as map_window_scores,
    normalised as normalised,
    one_pass_scores as one_pass_scores,
    window_scores as window_scores,
)
from .layer_sentences import LayerWord as LayerWord, layer_sentence as layer_sentence, layer_word as layer_word
from .loaders import LOADERS as LOADERS
from .network import (
    Network as Network,
    Whole as Whole,
    at_side as at_side,
    load as load,
    report_of as report_of,
    side_note as side_note,
)
from .own_card import (
    CALLED as CALLED,
    NORMALISATIONS as NORMALISATIONS,
    OWN_SIDES as OWN_SIDES,
    OwnCard as OwnCard,
    card_of as card_of,
    keep_network as keep_network,
    normalisation as normalisation,
    normalisation_of as normalisation_of,
    with_card as with_card,
)
from .preprocessing import (
    LUMINANCE as LUMINANCE,
    check_picture_shape as check_picture_shape,
    input_note as input_note,
    to_input as to_input,
)
from .pretrained import load_own as load_own, named_own as named_own
from .receptive_field.anchor_levels import AnchorLevel as AnchorLevel, anchor_levels as anchor_levels
from .receptive_field.averaged import Averaged as Averaged, averaged_field as averaged_field
from .receptive_field.effective import Effective as Effective, effective_field as effective_field
from .torch_graph.assembly import (
    assemble as assemble,
    build as build,
    check_run_limits as check_run_limits,
    drawn_from as drawn_from,
)
from .torch_graph.modules import Scale as Scale, module_of as module_of
from .torch_graph.trace import taps as taps, trace as trace, traced as traced
from .torchvision_graphs import torchvision_graph as torchvision_graph
from .training_history import (
    DEPTH as DEPTH,
    STUDY as STUDY,
    TrainingHistory as TrainingHistory,
    depth_study as depth_study,
    history as history,
    share_read as share_read,
)
from .units.activation_maximisation import (
    Visualised as Visualised,
    noise_picture as noise_picture,
    visualise as visualise,
    visualise_cost_s as visualise_cost_s,
)
from .units.best_patches import best_patches as best_patches
from .units.dreams import dreamed as dreamed, dreamed_units as dreamed_units
from .units.elevator import FloorView as FloorView, elevator as elevator, surest_place as surest_place
from .units.kernels import first_kernel as first_kernel
from .units.top_patches import (
    TopPatch as TopPatch,
    box_of as box_of,
    counted_side as counted_side,
    top_patches as top_patches,
)
from .units.top_patches_index import (
    indexed_top_patches as indexed_top_patches,
    near_layer as near_layer,
    zip_path as zip_path,
)
from .weights import download as download, is_here as is_here, under_way as under_way
from .whole_view.small_maps import GAP as GAP, LEVELS as LEVELS, SmallMaps as SmallMaps, small_maps as small_maps
from .whole_view.unit_sum import (
    AfterSum as AfterSum,
    UnitRead as UnitRead,
    UnitSum as UnitSum,
    unit_sum as unit_sum,
)
from .whole_view.walk import columns_of as columns_of, steps_of as steps_of
