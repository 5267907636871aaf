"""Labels: sets of them, their drafts, colours and overlaps, and what other schemes call them."""
