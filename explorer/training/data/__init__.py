"""Data sets: the catalogue, those made here, those downloaded, readers' own, and the pictures kept decoded on disk."""
