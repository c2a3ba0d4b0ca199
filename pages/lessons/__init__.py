"""*Lessons*: the eight lessons with their steps, what the lectures teach with the pages that show it, and discussions."""
