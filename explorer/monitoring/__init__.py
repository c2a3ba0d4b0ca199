"""What whoever runs the server sees of it: whether it is well, what it counts and measures, and what it writes down.

What it offers stands in ``__init__.pyi`` and is loaded when it is first used.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
