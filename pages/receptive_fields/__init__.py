"""*Receptive fields*: the field of one unit on a photo, its growth from layer to layer, and other weights."""
