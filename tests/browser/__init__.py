"""What a user does, done in a real browser."""
