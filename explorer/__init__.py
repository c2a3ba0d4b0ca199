"""What the app knows about convolutional networks, as a library. Nothing in here imports Streamlit.

``import explorer as ex`` costs nothing: what it offers stands in ``__init__.pyi`` and is loaded when it is first used.
``explorer/README.md`` shows what it can do.
"""

from lazy_loader import attach_stub

from explorer.networks import LOADERS

__getattr__, __dir__, __all__ = attach_stub(__name__, __file__)

# Training builds on networks, which know nothing of it: here both are known.
LOADERS["job"] = "explorer.training.run_folder.load:load_job"
