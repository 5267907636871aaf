"""Numbers with their nouns, as sentences have them."""


def how_many(number: int, one: str, many: str = "") -> str:
    """The number and its noun: "1 article", "2,340 articles"; `many` is the plural of `one`, which else gets an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
