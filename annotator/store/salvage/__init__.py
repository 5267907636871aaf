"""What can be got out of a damaged project."""
