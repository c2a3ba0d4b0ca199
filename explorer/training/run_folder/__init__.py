"""What a training run leaves on disk, and how it is opened again: weights, card, curve, pictures, source."""
