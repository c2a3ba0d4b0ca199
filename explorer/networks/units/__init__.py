"""What single channels answer to: their kernels, the patches that excite them most, and images made to excite them."""
