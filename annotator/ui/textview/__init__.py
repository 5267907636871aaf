"""The article as it is read and corrected: its own scroll area, laid out and painted a paragraph at a time."""
