"""Which files are read, and how large they may be. Imports nothing heavy: the window needs it before it is up."""

from annotator.model.faults import Fault

MARKDOWN_SUFFIXES = (".md", ".markdown")
COLLECTION_SUFFIXES = (".jsonl", ".ndjson", ".json")
SUFFIXES = (".txt", *MARKDOWN_SUFFIXES, ".jsonl", ".ndjson")
"""What a folder is searched for. A .json is only read where it is named itself: most are no articles."""

LARGEST_ARTICLE = 20_000_000
"""Bytes of a file, and code points of a JSONL line's text, that are still taken for one article."""

LARGEST_COLLECTION = 500_000_000
"""Bytes of a file that holds an article a line."""


def too_large(name: str, size: int, limit: int) -> Fault:
    """The Fault for an input of `size` bytes where no more than `limit` are read."""
    return Fault(
        f"{name} is too large to import: {size / 1e6:.1f} MB, and the limit is {limit / 1e6:.0f} MB.",
        "Split it into its articles, one file each or one JSONL line each.",
    )
