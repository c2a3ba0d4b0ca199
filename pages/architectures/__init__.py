"""*Architectures*: the networks that made history, one by one and side by side."""
