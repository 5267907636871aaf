"""Labels: chosen, changed, mapped."""
