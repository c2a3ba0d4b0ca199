"""The reader's account: what they may do, how they log in and out, and what they take along."""
