"""What is counted, and what the count is of. Pure."""
