"""*Why this class?*: a question about a photo, cards of methods side by side, one layer's channels, a sanity check."""
