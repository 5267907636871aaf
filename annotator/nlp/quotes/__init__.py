"""What was said, and by which words it is attributed, by the parse of an English text."""
