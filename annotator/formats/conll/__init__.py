"""CoNLL's columns of tokens and tags."""
