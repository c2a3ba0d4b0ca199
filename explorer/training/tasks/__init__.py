"""What a network can learn besides classes of whole pictures: where one thing is, where all are, which pixels."""
