"""Data sets for Hugging Face's `datasets`."""
