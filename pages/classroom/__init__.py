"""*Class*: a room that students join by its code; a question that all answer at once, and what came of it on a wall."""
