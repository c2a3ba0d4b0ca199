"""Pooling on grids and photos: the windows and what they keep, what a shift changes, and other ways to shrink."""
