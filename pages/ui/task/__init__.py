"""A task by link: the sentence above the page, what it locks and hides, its question, and the desk where it is made."""
