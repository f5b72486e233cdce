"""Who tells it, through whom, and how far each teller reaches. Pure."""
