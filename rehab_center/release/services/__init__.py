"""What the clock of releases does by itself, and what people mark on the list of those who leave."""
