"""Run a network: one thread per device, inputs, feature maps, predictions, and how many pictures fit a batch."""
