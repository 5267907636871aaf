"""The queue, and what is done with articles and their texts."""
