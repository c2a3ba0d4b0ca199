"""*Pooling*: a grid to type into, an image to shift, a photo to shrink, and maximum against average."""
