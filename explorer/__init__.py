"""What the app knows about convolutional networks. Nothing in here imports Streamlit."""

from explorer.networks import LOADERS

# Training builds on networks, which know nothing of it: here both are known.
LOADERS["job"] = "explorer.training.run_folder.load:load_job"
