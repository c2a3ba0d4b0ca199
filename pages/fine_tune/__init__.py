"""*Fine-tune*: the pictures, the network, what of it learns, how pictures are changed, and the start of a job."""
