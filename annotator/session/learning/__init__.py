"""What suggestions are learned from, and how good they are."""
