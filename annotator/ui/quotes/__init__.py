"""Quotes and speakers beside the text."""
