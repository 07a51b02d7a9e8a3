"""What a file must hold, and how its leaves are numbered. Pure."""
