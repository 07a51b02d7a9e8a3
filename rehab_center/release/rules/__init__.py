"""What is due of a release, and what covers the days of a stay. Pure."""
