"""The lesson that is open beside every page: its step, the question, and what a reader has answered so far."""
