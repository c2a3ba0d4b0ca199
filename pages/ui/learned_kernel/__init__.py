"""*Kernels that learn*: one panel for all pages that show it: what its reader has set, its numbers, its screen."""
