"""*Exercises*: questions made from a seed, marked at once with their working, and sheets of them to print."""
