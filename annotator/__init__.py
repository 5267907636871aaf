"""Read an article, put its entities, quotes and speakers right, export training data."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("annotator")
except PackageNotFoundError:  # a bare checkout on the path, never installed
    __version__ = "0+unknown"
