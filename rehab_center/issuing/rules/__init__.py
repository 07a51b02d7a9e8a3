"""What is pure: which papers there are, who may have them, their words and their numbers."""
