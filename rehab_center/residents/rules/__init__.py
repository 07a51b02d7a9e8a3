"""Rules about persons: pure, values in, values and findings out."""
