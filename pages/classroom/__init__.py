"""*Classroom*: a room that students join by code; a question that all answer at once, and what came of it on a wall."""
