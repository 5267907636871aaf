"""Bytes to the model and back: every import and export codec."""
