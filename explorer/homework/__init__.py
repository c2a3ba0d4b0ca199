"""What a teacher hands on as a link: tasks, whole in their own text, and short links.

What it offers stands in ``__init__.pyi`` and is loaded when it is first used.
"""

from lazy_loader import attach_stub

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)
