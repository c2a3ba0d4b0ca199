"""Lessons: steps that open a state of a page and ask one question each; ours, and those that a teacher wrote.

What it offers stands in ``__init__.pyi`` and is loaded when it is first used.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
