"""Exercises that are made from a seed by the calculators of the pages, and mark what people write."""

from .answers import (
    Answer as Answer,
    AnswerOption as AnswerOption,
    ChoiceAnswer as ChoiceAnswer,
    NumberAnswer as NumberAnswer,
    ShapeAnswer as ShapeAnswer,
    Slip as Slip,
    Verdict as Verdict,
    letter as letter,
)
from .exhibits import (
    Boxes as Boxes,
    Curves as Curves,
    FilteredPhoto as FilteredPhoto,
    LayerMap as LayerMap,
    Layers as Layers,
    Numbers as Numbers,
    Shown as Shown,
)
from .kinds import KINDS as KINDS, LEVELS as LEVELS, MOST_SEED as MOST_SEED, exercise as exercise
from .question import (
    Exercise as Exercise,
    Kind as Kind,
    Level as Level,
    Marking as Marking,
    PageLink as PageLink,
    Question as Question,
)
from .reading import (
    AnswerError as AnswerError,
    decimals_asked as decimals_asked,
    read_number as read_number,
    read_shape as read_shape,
)
from .sheets import MOST_ON_A_SHEET as MOST_ON_A_SHEET, VERSIONS as VERSIONS, sheet as sheet
