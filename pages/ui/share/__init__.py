"""Share: the link of what a page shows, as others reach it, on every page."""
