"""Learning from annotated articles how quotes are told."""
