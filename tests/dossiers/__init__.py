"""Tests of the paper file."""
