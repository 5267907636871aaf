"""Quote marks, and what they make of a stretch of text."""
