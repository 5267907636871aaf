"""Suggestions: made in a child process, and how they become part of articles."""
