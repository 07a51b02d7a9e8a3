"""Reading lists of units, and recognising an address in one. Pure."""
