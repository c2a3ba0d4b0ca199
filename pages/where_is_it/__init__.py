"""*Where is it?*: boxes, sliding windows, grids, how good they are, and a class for every pixel."""
