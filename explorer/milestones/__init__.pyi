"""Networks that made history: when, how well, why, and every number that follows from their layers."""

from . import patches as patches
from .block_costs import (
    BlockCost as BlockCost,
    BlockFormula as BlockFormula,
    cost as cost,
    formula as formula,
    longest_way as longest_way,
    part_of_five as part_of_five,
    waves as waves,
)
from .block_designs import DESIGNS as DESIGNS, BlockDesign as BlockDesign, BlockSize as BlockSize, Sizes as Sizes
from .brackets import Bracket as Bracket, Cell as Cell
from .classifiers import (
    FAMILIES as FAMILIES,
    MOST_COMPARED as MOST_COMPARED,
    Classifier as Classifier,
    ClassifierPoint as ClassifierPoint,
    Recipes as Recipes,
    TrainedWeights as TrainedWeights,
    classifier as classifier,
    classifiers as classifiers,
    comparable as comparable,
    front as front,
    points as points,
)
from .contest import CONTEST as CONTEST, TRAINED_PERSON as TRAINED_PERSON, Winner as Winner
from .growth import (
    DAY_S as DAY_S,
    MACHINES as MACHINES,
    PICTURES as PICTURES,
    YEAR_S as YEAR_S,
    Machine as Machine,
    Mark as Mark,
    alexnet_work as alexnet_work,
    parameters as parameters,
    training_work as training_work,
)
from .known import (
    MILESTONES as MILESTONES,
    accuracies as accuracies,
    network_name as network_name,
    trained as trained,
)
from .milestone import (
    Accuracy as Accuracy,
    Milestone as Milestone,
    Version as Version,
    depth as depth,
    last_maps as last_maps,
    linear_share as linear_share,
)
from .network_parts import HEAD as HEAD, OTHER as OTHER, NetworkPart as NetworkPart, network_parts as network_parts
from .tables import PaperTable as PaperTable, paper_table as paper_table
