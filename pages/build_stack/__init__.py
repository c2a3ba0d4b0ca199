"""*Build a stack*: the toolbar, one layer's controls, the working of a number, a run on a photo."""
