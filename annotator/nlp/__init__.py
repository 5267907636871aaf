"""Entities, quotes and speakers found by a pipeline: the only code that speaks spaCy."""
