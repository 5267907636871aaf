"""The guideline, the program's and the project's."""
