"""Read an article, put its entities, quotes and speakers right, export training data."""


def __getattr__(name: str) -> str:
    # Looking the version up takes 40 ms, which the start of the window has no need to spend.
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version("annotator")
    except PackageNotFoundError:  # a bare checkout on the path, never installed
        found = "0+unknown"
    globals()["__version__"] = found
    return found
