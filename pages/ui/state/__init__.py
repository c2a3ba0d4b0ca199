"""What a reader has set: kept in the session, mirrored in the address, bound to widgets."""
