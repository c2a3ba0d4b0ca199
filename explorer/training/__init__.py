"""Data set and plan in, trained weights and a curve out. Needs torch; knows no pages and no queue.

What it offers stands in ``__init__.pyi`` and is loaded when it is first used.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
