"""Acts about places: setting them up, giving and changing beds, keeping people apart."""
