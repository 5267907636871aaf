"""Entities and quotes as labelled spans with relations between them, as most tools have them."""
