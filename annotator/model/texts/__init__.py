"""Articles' texts as they change: corrected, joined, set aside, read."""
