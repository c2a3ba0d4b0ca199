"""Networks that made history: when, how well, why, and every number that follows from their layers."""

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
from .contest import CONTEST as CONTEST, TRAINED_PERSON as TRAINED_PERSON, Winner as Winner
