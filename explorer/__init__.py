"""What the app knows about convolutional networks. Nothing in here imports Streamlit."""
