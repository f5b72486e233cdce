"""Which texts speak of the same thing, and which are copies. Pure."""
