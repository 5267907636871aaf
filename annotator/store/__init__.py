"""The project on disk: the only code that speaks SQL."""
