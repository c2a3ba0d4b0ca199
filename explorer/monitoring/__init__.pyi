"""What whoever runs the server sees of it: whether it is well, what it counts and measures, and what it writes down."""

from .health import health as health, leaving_is_told as leaving_is_told
