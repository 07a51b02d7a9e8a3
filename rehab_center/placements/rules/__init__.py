"""Who may sleep where, and since when a bed is free again. Pure."""
