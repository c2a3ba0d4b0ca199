"""*Classic filters*: a filter or a chain of them over a photo, its kernel and its result."""
