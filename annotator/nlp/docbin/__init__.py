"""spaCy's own training data."""
