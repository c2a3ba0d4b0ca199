"""A small world in which everything is known: shapes on a ground, with their boxes, masks and classes.

What it offers stands in ``__init__.pyi`` and is loaded when it is first used.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
