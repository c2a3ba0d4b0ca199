"""The network that is trained: where it starts, its new head, what stays frozen, and how its input is normalised."""
