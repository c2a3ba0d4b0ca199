"""What a teacher would say about a network: what is hardly meant so, what is good to know, and what helps."""

from explorer.graph.advice.base import Advice
from explorer.graph.advice.checks import advice
from explorer.graph.advice.remedies import Change, Remedy, error_remedies, remedies, remedy

__all__ = ["Advice", "Change", "Remedy", "advice", "error_remedies", "remedies", "remedy"]
