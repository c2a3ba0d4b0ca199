"""Networks that run: graphs become torch modules, one thread per device computes, pages get arrays back."""

from . import architectures as architectures
from . import attribution as attribution
from .catalogue import BUNDLED as BUNDLED
from .catalogue import Entry as Entry
from .catalogue import WeightSet as WeightSet
from .catalogue import catalogue as catalogue
from .catalogue import entry as entry
from .inference.device import (
    choose_device as choose_device,
)
from .inference.device import (
    device_text as device_text,
)
from .inference.device import (
    usable_cpus as usable_cpus,
)
from .inference.device import (
    usable_devices as usable_devices,
)
from .inference.feature_maps import Maps as Maps
from .inference.feature_maps import feature_maps as feature_maps
from .inference.feature_maps import observe as observe
from .inference.layer_statistics import layer_statistics as layer_statistics
from .inference.network_input import (
    NetworkInput as NetworkInput,
)
from .inference.network_input import (
    greyed as greyed,
)
from .inference.network_input import (
    maps_of as maps_of,
)
from .inference.network_input import (
    network_input as network_input,
)
from .inference.predictions import Guess as Guess
from .inference.predictions import guesses as guesses
from .inference.predictions import scores as scores
from .inference.predictions import softmax as softmax
from .inference.private_copy import shuffled_layers as shuffled_layers
from .inference.service import (
    Service as Service,
)
from .inference.service import (
    asked_device as asked_device,
)
from .inference.service import (
    device_name as device_name,
)
from .inference.service import (
    is_short_of_memory as is_short_of_memory,
)
from .inference.service import (
    on as on,
)
from .inference.service import (
    run as run,
)
from .inference.service import (
    where as where,
)
from .loaders import LOADERS as LOADERS
from .network import (
    Network as Network,
)
from .network import (
    at_side as at_side,
)
from .network import (
    load as load,
)
from .network import (
    report_of as report_of,
)
from .network import (
    side_note as side_note,
)
from .preprocessing import (
    LUMINANCE as LUMINANCE,
)
from .preprocessing import (
    check_picture_shape as check_picture_shape,
)
from .preprocessing import (
    input_note as input_note,
)
from .preprocessing import (
    to_input as to_input,
)
from .pretrained import load_own as load_own
from .receptive_field.averaged import Averaged as Averaged
from .receptive_field.averaged import averaged_field as averaged_field
from .receptive_field.effective import Effective as Effective
from .receptive_field.effective import effective_field as effective_field
from .torch_graph.assembly import (
    assemble as assemble,
)
from .torch_graph.assembly import (
    build as build,
)
from .torch_graph.assembly import (
    check_run_limits as check_run_limits,
)
from .torch_graph.assembly import (
    drawn_from as drawn_from,
)
from .torch_graph.modules import Scale as Scale
from .torch_graph.modules import module_of as module_of
from .torch_graph.trace import taps as taps
from .torch_graph.trace import trace as trace
from .torch_graph.trace import traced as traced
from .training_history import (
    DEPTH as DEPTH,
)
from .training_history import (
    STUDY as STUDY,
)
from .training_history import (
    TrainingHistory as TrainingHistory,
)
from .training_history import (
    depth_study as depth_study,
)
from .training_history import (
    history as history,
)
from .units.activation_maximisation import (
    Visualised as Visualised,
)
from .units.activation_maximisation import (
    visualise as visualise,
)
from .units.activation_maximisation import (
    visualise_cost_s as visualise_cost_s,
)
from .units.kernels import first_kernel as first_kernel
from .units.top_patches import TopPatch as TopPatch
from .units.top_patches import box_of as box_of
from .units.top_patches import top_patches as top_patches
from .units.top_patches_index import (
    indexed_top_patches as indexed_top_patches,
)
from .units.top_patches_index import (
    near_layer as near_layer,
)
from .units.top_patches_index import (
    zip_path as zip_path,
)
from .weights import download as download
from .weights import is_here as is_here
from .weights import under_way as under_way
