"""A reader's own ZIP of pictures: checked without trust, read as folders of classes, kept within bounds, reported."""
