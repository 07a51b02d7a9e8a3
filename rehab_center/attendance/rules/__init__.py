"""What a mark means, how long it may be changed by one person alone, and how hours are added up. Pure."""
