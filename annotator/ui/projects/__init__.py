"""The project as a file: opened, copied, described, restored."""
