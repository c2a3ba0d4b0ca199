"""A whole network at work on one picture: all its maps in one pass, small enough to be sent; and any unit's sum."""
