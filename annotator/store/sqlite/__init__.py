"""All that knows that a project is SQLite in one file."""
