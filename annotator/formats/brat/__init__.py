"""brat's standoff, PolNeAR's kind of it too."""
