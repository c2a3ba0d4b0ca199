"""Small experiments on the digits that a page runs while its reader looks on, and what they gave when we ran them.

What it offers stands in ``__init__.pyi`` and is loaded when it is first used.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
