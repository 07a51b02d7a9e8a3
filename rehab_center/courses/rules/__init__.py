"""What follows from hours and points, and whether a certificate can be given. Pure."""
