"""The commands; a window is one of them."""
