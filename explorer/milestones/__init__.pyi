"""Networks that made history: when, how well, why, and every number that follows from their layers."""

from .contest import CONTEST as CONTEST, TRAINED_PERSON as TRAINED_PERSON, Winner as Winner
