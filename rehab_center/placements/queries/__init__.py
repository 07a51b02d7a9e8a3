"""Reading places: the house as of a day, who slept where, who is kept apart, which beds somebody may have."""
