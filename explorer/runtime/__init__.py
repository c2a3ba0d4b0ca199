"""What long work needs, networks or not: a cache with a budget in bytes, background tasks, and downloads."""
