"""*Step through it*: a kernel on a grid, cell by cell, with the sum; own numbers; the controls of a convolution."""
