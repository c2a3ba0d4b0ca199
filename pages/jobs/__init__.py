"""*Jobs*: the list, one job's progress, results and downloads, and runs side by side."""
