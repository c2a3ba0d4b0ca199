"""*Pixels*: a picture is numbers, and why one does not simply connect them all."""
