"""Suggestions made anew, and what they are learned from."""
