"""How several pages let readers choose: a network, its weights, a photo, a picture of a job."""
