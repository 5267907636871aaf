"""Keys: shown, looked up, changed."""
