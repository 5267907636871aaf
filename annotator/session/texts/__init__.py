"""Articles and their texts: corrected, joined, set aside, read."""
