"""*From pixel to class*: one network on one picture, to fly through; its last step; the elevator. See its README."""
