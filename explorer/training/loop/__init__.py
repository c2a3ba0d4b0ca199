"""The loop of epochs: batches, optimisation, precision, validation, metrics, checkpoints, and troubles named early."""
