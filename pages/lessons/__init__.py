"""*Lessons*: all lessons with their steps, an index of what the lectures teach, and questions to discuss."""
