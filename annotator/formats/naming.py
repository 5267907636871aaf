"""Names of files for articles, in folders that have one for each."""

import re
from collections.abc import Iterable
from pathlib import PurePath
from unicodedata import normalize

from annotator.model.document import Article

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)
_LONGEST = 60
"""Code points of a name: three bytes each are still within what file systems take."""


class Names:
    """Gives every article a name of its own, without folders, on any system and whatever capitals mean there.

    taken  names that no article may have
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}

    def take(self, article: Article) -> str:
        """A name without a suffix: like the file that the article came from, else by its title, else by its id."""
        told = PurePath(article.file or "").stem or article.title or article.id
        plain = re.sub(r"[^\w.-]+", "-", normalize("NFC", told)).strip("-.")[:_LONGEST].strip("-.") or "article"
        plain = _RESERVED.sub(r"\1_", plain)
        name, number = plain, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{plain}-{number}"
        self._taken.add(name.casefold())
        return name
