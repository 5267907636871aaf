"""Quotes in a text that no parser has read, told by marks and words."""
